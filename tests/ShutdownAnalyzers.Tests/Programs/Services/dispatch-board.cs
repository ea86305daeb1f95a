namespace Ambulance.Dispatch;

public sealed record Vehicle(string CallSign, double Lat, double Lon, bool Free);

public interface IFleet
{
    Task<IReadOnlyList<Vehicle>> PositionsAsync(CancellationToken ct);
}

public interface IBoard
{
    Task ShowAsync(IReadOnlyList<Vehicle> vehicles, CancellationToken ct);
    Task BlinkAsync(string callSign, CancellationToken ct);
}

public sealed class BoardRefresher(IFleet fleet, IBoard board, TimeProvider clock, ILogger<BoardRefresher> logger) : BackgroundService
{
    private readonly Dictionary<string, Vehicle> _last = new();

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        return Task.WhenAll(
            EveryAsync(TimeSpan.FromSeconds(2), RedrawAsync),
            EveryAsync(TimeSpan.FromSeconds(30), AlertAsync));

        async Task EveryAsync(TimeSpan period, Func<CancellationToken, Task> step)
        {
            using var timer = new PeriodicTimer(period, clock);
            while (true) //! HAZARD tick SHUT104
            {
                try
                {
                    if (!await timer.WaitForNextTickAsync(stoppingToken)) return; //! HAZARD tick SHUT104
                    await step(stoppingToken);
                }
                catch (Exception ex) //! HAZARD tick SHUT104
                {
                    logger.LogError(ex, "Board step {Step} failed", step.Method.Name);
                }
            }
        }
    }

    private async Task RedrawAsync(CancellationToken ct)
    {
        var vehicles = await fleet.PositionsAsync(ct);
        lock (_last)
        {
            foreach (var vehicle in vehicles)
                _last[vehicle.CallSign] = vehicle;
        }

        await board.ShowAsync(vehicles, ct);
    }

    private async Task AlertAsync(CancellationToken ct)
    {
        string[] outside;
        lock (_last)
        {
            outside = [.. _last.Values.Where(v => v.Lat is < 47 or > 49).Select(v => v.CallSign)];
        }

        foreach (var callSign in outside)
            await board.BlinkAsync(callSign, ct);
    }
}

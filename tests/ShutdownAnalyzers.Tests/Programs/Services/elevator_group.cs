namespace Building.Elevators;

public interface ICar
{
    int Floor { get; }
    Task MoveAsync(int floor, CancellationToken ct);
    Task ParkAsync(CancellationToken ct);
}

internal static class Waiting
{
    extension(CancellationToken token)
    {
        public bool Asked => token.IsCancellationRequested;

        public bool SleepUnlessAsked(TimeSpan time) => !token.WaitHandle.WaitOne(time);

        public async Task<bool> RestAsync(TimeSpan time)
        {
            await Task.Delay(time, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return !token.IsCancellationRequested;
        }
    }
}

public sealed class ElevatorGroup(IReadOnlyList<ICar> cars, ILogger<ElevatorGroup> logger) : BackgroundService
{
    public int Lobby
    {
        get => field;
        set => field = Math.Clamp(value, -3, 80);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        do
        {
            foreach (var car in cars)
                if (car.Floor != Lobby && !stoppingToken.Asked)
                    await car.MoveAsync(Lobby, CancellationToken.None);
        }
        while (await stoppingToken.RestAsync(TimeSpan.FromMinutes(2)));

        using var parking = new CancellationTokenSource(TimeSpan.FromSeconds(12));
        foreach (var car in cars)
            await car.ParkAsync(parking.Token);
    }
}

public sealed class Inspection(IReadOnlyList<ICar> cars, ILogger<Inspection> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() =>
    {
        while (stoppingToken.SleepUnlessAsked(TimeSpan.FromHours(1)))
            logger.LogInformation("Floors: {Floors}", string.Join(", ", cars.Select(c => c.Floor)));
    }, stoppingToken);
}

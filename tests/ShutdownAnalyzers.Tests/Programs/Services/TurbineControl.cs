namespace Wind.Control;

public interface ITurbine
{
    Task<bool> ReserveAsync(string controller);
    Task SetBladesAsync(double degrees, CancellationToken ct);
    Task FeatherAsync();
    Task ReleaseAsync(string controller);
}

public interface IWindForecast
{
    IAsyncEnumerable<double> SpeedsAsync(CancellationToken ct);
}

internal sealed class Reservation : IAsyncDisposable
{
    private readonly ITurbine _turbine;
    private readonly string _controller;

    private Reservation(ITurbine turbine, string controller) => (_turbine, _controller) = (turbine, controller);

    public static async Task<Reservation?> TryTakeAsync(ITurbine turbine, string controller)
        => await turbine.ReserveAsync(controller) ? new Reservation(turbine, controller) : null;

    public async ValueTask DisposeAsync()
    {
        await _turbine.FeatherAsync();
        await _turbine.ReleaseAsync(_controller);
    }
}

public sealed class TurbineControl(ITurbine turbine, IWindForecast forecast, ILogger<TurbineControl> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var reservation = await ReserveAsync(stoppingToken);

        await foreach (var speed in forecast.SpeedsAsync(stoppingToken))
        {
            var degrees = speed switch
            {
                < 3 => 0,
                > 25 => 90,
                _ => Math.Round((speed - 3) * 3.5, 1),
            };
            await turbine.SetBladesAsync(degrees, stoppingToken);
        }
    }

    private async Task<Reservation> ReserveAsync(CancellationToken stop)
    {
        Reservation? reservation;
        while ((reservation = await Reservation.TryTakeAsync(turbine, "main")) is null)
        {
            logger.LogInformation("Another controller has the turbine");
            await Task.Delay(TimeSpan.FromSeconds(10), stop);
        }

        return reservation;
    }
}

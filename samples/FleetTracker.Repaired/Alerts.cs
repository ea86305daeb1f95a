namespace FleetTracker;

/// <summary>Tells the dispatcher, one alert after the other.</summary>
public sealed class Alerts(PositionStore store, ILogger<Alerts> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var alert in store.Alerts.ReadAllAsync(stoppingToken))
        {
            stoppingToken.ThrowIfCancellationRequested();
            await TellAsync(alert);
        }
    }

    private async Task TellAsync(string alert)
    {
        await Task.Delay(200);
        logger.LogWarning("{Alert}", alert);
    }
}

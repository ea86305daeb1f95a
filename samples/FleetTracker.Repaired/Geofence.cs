namespace FleetTracker;

/// <summary>Looks for vehicles that leave their area.</summary>
public sealed class Geofence(PositionStore store, ILogger<Geofence> logger) : BackgroundService
{
    private readonly CancellationTokenSource _stop = new();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => WatchAsync();

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _stop.Dispose();
        base.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            foreach (var it in store.All().Where(static it => Math.Abs(it.Latitude) > 66))
            {
                logger.LogWarning("{Vehicle} has left its area", it.Vehicle);
            }

            await Task.Delay(TimeSpan.FromSeconds(10), _stop.Token);
        }
    }
}

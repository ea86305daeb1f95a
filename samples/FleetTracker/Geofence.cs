namespace FleetTracker;

/// <summary>Looks for vehicles that leave their area.</summary>
public sealed class Geofence(PositionStore store, ILogger<Geofence> logger) : BackgroundService
{
    private readonly CancellationTokenSource _stop = new(); // SHUT110

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => WatchAsync();

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

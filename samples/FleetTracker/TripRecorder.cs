namespace FleetTracker;

/// <summary>Writes where the vehicles are, and all of it at the end.</summary>
public sealed class TripRecorder(PositionStore store) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(5));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await store.SaveAsync("trips.txt", stoppingToken);
        }

        await store.SaveAsync("trips.txt"); // SHUT107
    }
}

namespace FleetTracker;

/// <summary>Searches for better routes, on a thread of its own, for as long as there is time.</summary>
public sealed class RoutePlanner : IHostedService
{
    private readonly Thread _thread;
    private volatile bool _stopping;
    private ulong _best = 1;

    public RoutePlanner() => _thread = new Thread(Search) { IsBackground = true };

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        _thread.Join(TimeSpan.FromSeconds(5));
        return Task.CompletedTask;
    }

    private void Search()
    {
        while (!_stopping)
        {
            _best = (_best * 6364136223846793005) + 1442695040888963407;
        }
    }
}

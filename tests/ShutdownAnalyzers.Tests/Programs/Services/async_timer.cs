namespace Backup.Snapshots;

public interface ISnapshots
{
    Task TakeAsync(CancellationToken ct);
}

/// <summary>A timer that starts the work and a stop that waits for it.</summary>
public sealed class SnapshotTimer : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly ISnapshots _snapshots;
    private readonly ILogger<SnapshotTimer> _logger;
    private readonly Timer _timer;
    private readonly Lock _lock = new();
    private Task _current = Task.CompletedTask;
    private bool _closed;

    public SnapshotTimer(ISnapshots snapshots, ILogger<SnapshotTimer> logger)
    {
        _snapshots = snapshots;
        _logger = logger;
        _timer = new Timer(static s => ((SnapshotTimer)s!).Tick(), this, Timeout.Infinite, Timeout.Infinite);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer.Change(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task last;
        _timer.Change(Timeout.Infinite, Timeout.Infinite);
        lock (_lock)
        {
            _closed = true;
            last = _current;
        }

        await _ending.CancelAsync();
        await last.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _ending.Dispose();
    }

    private void Tick()
    {
        lock (_lock)
        {
            if (!_closed && _current.IsCompleted)
                _current = TakeAsync(_ending.Token);
        }
    }

    private async Task TakeAsync(CancellationToken ct)
    {
        await Task.Yield();
        try
        {
            await _snapshots.TakeAsync(ct);
        }
        catch (Exception ex)
        {
            if (!ct.IsCancellationRequested)
                _logger.LogError(ex, "No snapshot");
        }
    }
}

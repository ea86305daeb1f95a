namespace Db.Snapshots;

public interface ISnapshots
{
    void Take(DateTimeOffset at);
}

public sealed class SnapshotTimer : IHostedService, IAsyncDisposable
{
    private readonly ISnapshots _snapshots;
    private readonly TimeProvider _clock;
    private ITimer? _timer;

    public SnapshotTimer(ISnapshots snapshots, TimeProvider clock)
    {
        _snapshots = snapshots;
        _clock = clock;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = _clock.CreateTimer(static s => ((SnapshotTimer)s!).Take(), this, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _timer, null) is not { } timer) return;
        await timer.DisposeAsync().AsTask().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _timer, null)?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Take()
    {
        try
        {
            _snapshots.Take(_clock.GetUtcNow());
        }
        catch (IOException e)
        {
            Console.Error.WriteLine($"no snapshot: {e.Message}");
        }
    }
}

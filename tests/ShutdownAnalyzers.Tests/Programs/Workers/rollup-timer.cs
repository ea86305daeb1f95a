namespace Stats.Rollup;

public interface IRollup
{
    Task RunAsync(CancellationToken cancellationToken);
}

public sealed class RollupTimer : IHostedService, IDisposable
{
    private readonly IRollup _rollup;
    private readonly Timer _timer;
    private readonly CancellationTokenSource _cts = new();
    private Task _current = Task.CompletedTask;

    public RollupTimer(IRollup rollup)
    {
        _rollup = rollup;
        _timer = new Timer(Tick, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer.Change(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _timer.DisposeAsync();
        await _cts.CancelAsync();
        await _current.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _timer.Dispose();
        _cts.Dispose();
    }

    private void Tick(object? state)
    {
        if (_current.IsCompleted) _current = GuardedAsync();
    }

    private async Task GuardedAsync()
    {
        try
        {
            await _rollup.RunAsync(_cts.Token);
        }
        catch (Exception e) when (!_cts.IsCancellationRequested)
        {
            Console.Error.WriteLine(e.Message);
        }
    }
}

namespace Login.Sessions;

public interface ISessionStore
{
    Task<int> RemoveExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken);
}

internal sealed class SessionReaper : IHostedService, IDisposable
{
    private readonly ISessionStore _store;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();
    private Task _reaping = Task.CompletedTask;

    public SessionReaper(ISessionStore store, TimeProvider clock)
    {
        _store = store;
        _clock = clock;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _reaping = ReapAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Cancel();
        await _reaping.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Dispose();

    private async Task ReapAsync() //! HAZARD swallow SHUT104 SHUT101
    {
        var pause = TimeSpan.FromMinutes(1);
        while (true) //! HAZARD swallow SHUT104 SHUT101
        {
            try
            {
                await Task.Delay(pause, _clock, _stop.Token); //! HAZARD swallow SHUT104 SHUT101
                var removed = await _store.RemoveExpiredAsync(_clock.GetUtcNow(), _stop.Token);
                pause = TimeSpan.FromMinutes(removed > 0 ? 1 : 5);
            }
            catch (TimeoutException)
            {
                pause = TimeSpan.FromMinutes(10);
            }
            catch (OperationCanceledException) //! HAZARD swallow SHUT104 SHUT101
            {
                pause = TimeSpan.FromSeconds(30);
            }
        }
    }
}

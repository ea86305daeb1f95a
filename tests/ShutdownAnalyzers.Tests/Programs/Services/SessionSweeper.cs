namespace Auth.Sessions;

public interface ISessionStore
{
    Task<int> SweepAsync(DateTimeOffset before, CancellationToken ct);
}

public abstract class RunningService : IHostedService, IDisposable
{
    private CancellationTokenSource? _run;
    private Task? _running;

    protected abstract Task RunAsync(CancellationToken ct);

    public virtual Task StartAsync(CancellationToken cancellationToken)
    {
        _run = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _running = RunAsync(_run.Token);
        return _running.IsCompleted ? _running : Task.CompletedTask;
    }

    public virtual async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_running == null) return;

        try
        {
            _run?.Cancel();
        }
        finally
        {
            var giveUp = new TaskCompletionSource();
            using (cancellationToken.Register(s => ((TaskCompletionSource)s!).TrySetResult(), giveUp))
                await Task.WhenAny(_running, giveUp.Task).ConfigureAwait(false);
        }
    }

    public virtual void Dispose()
    {
        if (Interlocked.Exchange(ref _run, null) is not { } run) return;
        run.Cancel();
        run.Dispose();
    }
}

public sealed class SessionSweeper(ISessionStore sessions, ILogger<SessionSweeper> logger) : RunningService
{
    protected override async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1));
        while (await timer.WaitForNextTickAsync(ct))
        {
            var swept = await sessions.SweepAsync(DateTimeOffset.UtcNow.AddHours(-8), ct);
            if (swept > 0) logger.LogInformation("{Count} sessions swept", swept);
        }
    }
}

namespace Jobs.Scheduling;

public interface IJob
{
    TimeSpan Every { get; }
    Task RunAsync(CancellationToken cancellationToken);
}

public abstract class ServiceBase : IHostedService, IAsyncDisposable
{
    private CancellationTokenSource? _source;
    private Task? _running;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _running = ExecuteAsync(_source.Token);
        return _running.IsCompleted ? _running : Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_running is null) return;
        try
        {
            _source!.Cancel();
        }
        finally
        {
            await Task.WhenAny(_running, Task.Delay(Timeout.Infinite, cancellationToken));
        }
    }

    public virtual ValueTask DisposeAsync()
    {
        _source?.Dispose();
        return ValueTask.CompletedTask;
    }

    protected abstract Task ExecuteAsync(CancellationToken stop);
}

public sealed class JobScheduler(IEnumerable<IJob> jobs) : ServiceBase
{
    protected override Task ExecuteAsync(CancellationToken stop) => Task.WhenAll(jobs.Select(job => RepeatAsync(job, stop)));

    private static async Task RepeatAsync(IJob job, CancellationToken stop)
    {
        await Task.Yield();
        while (!stop.IsCancellationRequested)
        {
            await job.RunAsync(stop);
            await Task.Delay(job.Every, stop);
        }
    }
}

namespace Media.Cleaning;

public abstract class Housekeeping : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task? _task;

    protected abstract TimeSpan Pause { get; }
    protected abstract void Clean(CancellationToken cancellationToken);

    Task IHostedService.StartAsync(CancellationToken cancellationToken)
    {
        var token = _stop.Token;
        _task = Task.Run(async () =>
        {
            do
            {
                Clean(token);
                await Task.Delay(Pause, token);
            }
            while (!token.IsCancellationRequested);
        }, CancellationToken.None);
        return Task.CompletedTask;
    }

    async Task IHostedService.StopAsync(CancellationToken cancellationToken)
    {
        _stop.Cancel();
        if (_task is not { } task) return;

        try
        {
            await task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
        }
    }

    public virtual void Dispose() => _stop.Dispose();
}

public sealed class ThumbCleaner(IConfiguration configuration, TimeProvider clock) : Housekeeping
{
    protected override TimeSpan Pause => TimeSpan.FromHours(1);

    protected override void Clean(CancellationToken cancellationToken)
    {
        var oldest = clock.GetUtcNow().UtcDateTime.AddDays(-7);
        foreach (var file in Directory.EnumerateFiles(configuration["Thumbs"] ?? "/var/cache/thumbs"))
        {
            if (cancellationToken.IsCancellationRequested) return;
            if (File.GetLastAccessTimeUtc(file) < oldest) File.Delete(file);
        }
    }
}

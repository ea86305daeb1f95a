namespace Studio.Recorder;

public interface ITake : IAsyncDisposable
{
    Task CaptureAsync(CancellationToken ct);
    Task FinishAsync(CancellationToken ct);
}

public interface IStage
{
    Task<ITake> BeginTakeAsync(string name, CancellationToken ct);
}

internal static class Cut
{
    public static void Now(CancellationTokenSource? take)
    {
        try
        {
            take?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // the take is over already
        }
    }
}

public sealed class SceneRecorder(IStage stage, ILogger<SceneRecorder> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _all = new();
    private readonly Lock _sync = new();
    private readonly List<Task> _takes = [];
    private CancellationTokenSource? _current;

    public void Record(string name)
    {
        var previous = Interlocked.Exchange(ref _current, CancellationTokenSource.CreateLinkedTokenSource(_all.Token));
        Cut.Now(previous);
        previous?.Dispose();

        lock (_sync)
        {
            _takes.RemoveAll(t => t.IsCompleted);
            _takes.Add(RecordAsync(name, _current.Token));
        }
    }

    public void Stop() => Cut.Now(_current);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Cut.Now(_all);
        Task[] open;
        lock (_sync) open = [.. _takes];

        await Task.WhenAll(open).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        Interlocked.Exchange(ref _current, null)?.Dispose();
        _all.Dispose();
    }

    private async Task RecordAsync(string name, CancellationToken cut)
    {
        await using var take = await stage.BeginTakeAsync(name, CancellationToken.None);
        try
        {
            while (!cut.IsCancellationRequested)
                await take.CaptureAsync(cut);
        }
        catch (OperationCanceledException) when (cut.IsCancellationRequested)
        {
            logger.LogInformation("{Take} was cut", name);
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        await take.FinishAsync(limit.Token);
    }
}

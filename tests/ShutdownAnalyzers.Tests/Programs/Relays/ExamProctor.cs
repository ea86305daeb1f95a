using System.Collections.Concurrent;

namespace Campus.Exams;

public sealed record Sitting(Guid Id, string Candidate, DateTimeOffset EndsAt);

public interface ISittingStore
{
    Task<IReadOnlyList<Sitting>> OpenAsync(CancellationToken cancellationToken);
    Task CloseAsync(Sitting sitting);
    Task SaveAsync(IReadOnlyCollection<Sitting> open, CancellationToken cancellationToken);
}

public sealed class ExamProctor : IHostedService, IAsyncDisposable
{
    private readonly ISittingStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<ExamProctor> _logger;
    private readonly ConcurrentDictionary<Guid, Sitting> _open = new();
    private CancellationTokenSource? _running;
    private Task _watch = Task.CompletedTask;

    public ExamProctor(ISittingStore store, TimeProvider time, ILogger<ExamProctor> logger)
        => (_store, _time, _logger) = (store, time, logger);

    public void Admit(Sitting sitting) => _open.TryAdd(sitting.Id, sitting);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var sitting in await _store.OpenAsync(cancellationToken))
            Admit(sitting);

        _running = new CancellationTokenSource();
        _watch = WatchAsync(_running.Token);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _running, null) is not { } running) return;

        await running.CancelAsync();
        await Task.WhenAny(_watch, Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken));
        if (!_watch.IsCompleted)
        {
            _logger.LogWarning("Proctor is still closing sittings");
            return;
        }

        running.Dispose();
        try
        {
            await _store.SaveAsync(_open.Values.ToArray(), cancellationToken);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "{Count} open sittings were not saved", _open.Count);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _running, null) is not { } running) return;

        await running.CancelAsync();
        await _watch.WaitAsync(TimeSpan.FromSeconds(5)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_watch.IsCompleted) running.Dispose();
    }

    private async Task WatchAsync(CancellationToken running)
    {
        while (await SleepUntilNextEndAsync(running))
        {
            foreach (var over in _open.Values.Where(sitting => sitting.EndsAt <= _time.GetUtcNow()))
            {
                if (running.IsCancellationRequested) return;
                await CloseAsync(over);
            }
        }
    }

    private async Task CloseAsync(Sitting sitting)
    {
        try
        {
            await _store.CloseAsync(sitting);
            _open.TryRemove(sitting.Id, out _);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Sitting of {Candidate} stays open for now", sitting.Candidate);
        }
    }

    private async Task<bool> SleepUntilNextEndAsync(CancellationToken running)
    {
        var pause = _open.IsEmpty ? TimeSpan.FromSeconds(5) : _open.Values.Min(sitting => sitting.EndsAt) - _time.GetUtcNow();
        var sleep = Task.Delay(TimeSpan.FromSeconds(Math.Clamp(pause.TotalSeconds, 0.5, 5)), _time, running);
        await sleep.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return sleep.IsCompletedSuccessfully;
    }
}

using System.Collections.Concurrent;

namespace Web.Counters;

public interface ICounterStore
{
    Task AddAsync(IReadOnlyDictionary<string, long> deltas, CancellationToken ct);
}

public sealed class CounterFlush(ICounterStore store, ILogger<CounterFlush> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<string, long> _deltas = new();

    public void Hit(string page) => _deltas.AddOrUpdate(page, 1, static (_, n) => n + 1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30));
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await FlushAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.LogDebug("Counters go to the store one last time");
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await FlushAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            logger.LogWarning("{Count} counters were not saved", _deltas.Count);
        }
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        var taken = new Dictionary<string, long>();
        foreach (var page in _deltas.Keys)
        {
            if (_deltas.TryRemove(page, out var hits)) taken[page] = hits;
        }

        if (taken.Count == 0) return;
        try
        {
            await store.AddAsync(taken, cancellationToken);
        }
        catch
        {
            foreach (var (page, hits) in taken)
                _deltas.AddOrUpdate(page, hits, (_, n) => n + hits);
            throw;
        }
    }
}

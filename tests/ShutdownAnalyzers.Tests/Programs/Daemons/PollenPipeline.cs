using System.Runtime.CompilerServices;

namespace Health.Pollen;

public sealed record Count(string Site, string Species, int Grains);

public interface ITrap
{
    string Site { get; }
    Task<Count?> AnalyseAsync(CancellationToken cancellationToken);
}

public static class Streams
{
    extension<T>(IAsyncEnumerable<T> source)
    {
        public async IAsyncEnumerable<IReadOnlyList<T>> InBatches(int size, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var batch = new List<T>(size);
            await foreach (var item in source.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                batch.Add(item);
                if (batch.Count < size) continue;

                yield return batch;
                batch = new List<T>(size);
            }

            if (batch.Count > 0) yield return batch;
        }

        public async IAsyncEnumerable<T> OnlyIf(Func<T, bool> wanted, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var item in source.WithCancellation(cancellationToken))
            {
                if (wanted(item)) yield return item;
            }
        }
    }

    extension(ITrap trap)
    {
        /// <summary>Endless, but the token reaches the wait whether it comes in here or at the enumeration.</summary>
        public async IAsyncEnumerable<Count> CountsAsync(TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            for (;;)
            {
                if (await trap.AnalyseAsync(cancellationToken) is { } count)
                    yield return count;

                await Task.Delay(interval, cancellationToken);
            }
        }
    }
}

public interface IPollenMap
{
    Task PublishAsync(IReadOnlyList<Count> counts, CancellationToken cancellationToken);
}

internal sealed class PollenService(IEnumerable<ITrap> traps, IPollenMap map, ILogger<PollenService> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        return Task.WhenAll(traps.Select(Follow));

        async Task Follow(ITrap trap)
        {
            var batches = trap.CountsAsync(TimeSpan.FromSeconds(40)).OnlyIf(c => c.Grains > 0).InBatches(10);
            try
            {
                await foreach (var batch in batches.WithCancellation(stoppingToken))
                    await map.PublishAsync(batch, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                logger.LogDebug("{Site} is not followed any more", trap.Site);
            }
        }
    }
}

public static class PollenServices
{
    public static IServiceCollection AddPollen(this IServiceCollection services) => services.AddHostedService<PollenService>();
}

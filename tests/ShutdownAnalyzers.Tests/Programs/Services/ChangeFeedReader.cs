using System.Runtime.CompilerServices;

namespace Cms.ChangeFeed;

public sealed record Change(long Sequence, string Document, string Kind);

public interface IFeedClient
{
    Task<string> OpenCursorAsync(string consumer, CancellationToken ct);
    Task<IReadOnlyList<Change>> NextAsync(string cursor, CancellationToken ct);
    Task SaveCursorAsync(string consumer, string cursor, long sequence);
    Task CloseCursorAsync(string cursor);
}

public interface IProjection
{
    Task ApplyAsync(Change change);
}

internal static class FeedExtensions
{
    public static async IAsyncEnumerable<Change> ChangesAsync(this IFeedClient feed, string cursor, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            var changes = await feed.NextAsync(cursor, ct);
            foreach (var change in changes)
                yield return change;

            if (changes.Count == 0) await Task.Delay(TimeSpan.FromSeconds(1), ct);
        }
    }
}

public sealed class ChangeFeedReader(IFeedClient feed, IEnumerable<IProjection> projections, IHostEnvironment environment, ILogger<ChangeFeedReader> logger)
    : BackgroundService
{
    private readonly IProjection[] _projections = [.. projections];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var consumer = $"{environment.ApplicationName}-{environment.EnvironmentName}";
        var cursor = await feed.OpenCursorAsync(consumer, stoppingToken);
        var sequence = 0L;

        await foreach (var change in feed.ChangesAsync(cursor, stoppingToken)) //! HAZARD cursor SHUT107
        {
            foreach (var projection in _projections)
                await projection.ApplyAsync(change);

            sequence = change.Sequence;
            if (sequence % 1000 == 0)
            {
                await feed.SaveCursorAsync(consumer, cursor, sequence);
                logger.LogInformation("{Consumer} reached {Sequence}", consumer, sequence);
            }
        }

        await feed.SaveCursorAsync(consumer, cursor, sequence); //! HAZARD cursor SHUT107
        await feed.CloseCursorAsync(cursor); //! HAZARD cursor SHUT107
    }
}

public sealed class SearchProjection(ILogger<SearchProjection> logger) : IProjection
{
    private readonly Dictionary<string, long> _index = new(StringComparer.Ordinal);

    public Task ApplyAsync(Change change)
    {
        if (change.Kind == "deleted") _index.Remove(change.Document);
        else _index[change.Document] = change.Sequence;

        logger.LogTrace("{Count} documents", _index.Count);
        return Task.CompletedTask;
    }
}

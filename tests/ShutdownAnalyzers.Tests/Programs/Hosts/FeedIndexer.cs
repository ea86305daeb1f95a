namespace Search.Feeds;

public abstract class PeriodicWorker<TState>(TimeSpan period, ILogger logger) : BackgroundService
    where TState : class, new()
{
    protected TState State { get; } = new();

    protected abstract Task StepAsync(CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(period);
        do
        {
            try
            {
                if (await timer.WaitForNextTickAsync(stoppingToken))
                    await StepAsync(stoppingToken);
            }
            catch (Exception ex) //! HAZARD swallow SHUT104
            {
                logger.LogError(ex, "{Worker} failed", GetType().Name);
            }
        }
        while (true);
    }
}

public sealed class IndexState
{
    public long Revision { get; set; }
    public int Documents { get; set; }
}

public interface IFeedReader
{
    IAsyncEnumerable<(long Revision, string Text)> SinceAsync(long revision, CancellationToken cancellationToken);
}

public interface ISearchIndex
{
    Task AddAsync(long revision, string text, CancellationToken cancellationToken);
}

public sealed class FeedIndexer(IFeedReader reader, ISearchIndex index, ILogger<FeedIndexer> logger)
    : PeriodicWorker<IndexState>(TimeSpan.FromSeconds(30), logger)
{
    protected override async Task StepAsync(CancellationToken cancellationToken)
    {
        await foreach (var (revision, text) in reader.SinceAsync(State.Revision, cancellationToken))
        {
            await index.AddAsync(revision, text, cancellationToken);
            State.Revision = revision;
            State.Documents++;
        }
    }
}

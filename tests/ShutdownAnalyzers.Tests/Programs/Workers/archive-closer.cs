namespace Archive.Closing;

public interface IArchive
{
    Task AppendAsync(ReadOnlyMemory<byte> record, CancellationToken cancellationToken);
    Task SealAsync();
}

public interface IRecordFeed
{
    IAsyncEnumerable<ReadOnlyMemory<byte>> RecordsAsync();
}

public sealed class ArchiveCloser(IArchive archive, IRecordFeed feed, ILogger<ArchiveCloser> logger) : BackgroundService
{
    private static readonly TimeSpan SealLimit = TimeSpan.FromSeconds(6);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var record in feed.RecordsAsync().WithCancellation(stoppingToken))
            await archive.AppendAsync(record, stoppingToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (!cancellationToken.IsCancellationRequested) await SealAsync();
    }

    private async Task SealAsync()
    {
        try
        {
            await archive.SealAsync().WaitAsync(SealLimit);
        }
        catch (TimeoutException)
        {
            logger.LogWarning("Archive was not sealed in {Limit}", SealLimit);
        }
    }
}

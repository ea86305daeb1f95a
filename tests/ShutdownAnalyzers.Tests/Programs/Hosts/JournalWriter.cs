using System.Threading.Channels;

namespace Accounting.Journal;

public sealed record Posting(int Account, decimal Amount, string Text);

public interface IJournal
{
    Task AppendAsync(Posting posting, CancellationToken cancellationToken);
    Task FlushAsync(CancellationToken cancellationToken);
    Task CloseAsync(CancellationToken cancellationToken);
}

public sealed class JournalWriter(ChannelReader<Posting> postings, IJournal journal, ILogger<JournalWriter> logger) : BackgroundService
{
    private static readonly TimeSpan FlushLimit = TimeSpan.FromSeconds(8);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var posting in postings.ReadAllAsync(stoppingToken))
            {
                stoppingToken.ThrowIfCancellationRequested();
                await journal.AppendAsync(posting, stoppingToken);
            }
        }
        finally
        {
            await FlushAsync();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        try
        {
            await journal.CloseAsync(cancellationToken);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "The journal was not closed");
        }
    }

    private async Task FlushAsync()
    {
        using var limit = new CancellationTokenSource(FlushLimit);
        try
        {
            await journal.FlushAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            logger.LogError("The journal was not flushed within {Limit}", FlushLimit);
        }
    }
}

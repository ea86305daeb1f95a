using System.Threading.Channels;

namespace Bank.Statements;

public sealed record StatementOrder(string Account, int Year, int Month);

public abstract class ChannelConsumer<T>(ChannelReader<T> reader, ILogger logger) : BackgroundService
{
    private long _handled;

    public long Handled => Interlocked.Read(ref _handled);

    protected abstract Task HandleAsync(T item);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        logger.LogInformation("{Consumer} starts", GetType().Name);
        try
        {
            await ConsumeAsync(stoppingToken);
        }
        finally
        {
            logger.LogInformation("{Consumer} handled {Count}", GetType().Name, Handled);
        }
    }

    private async Task ConsumeAsync(CancellationToken stop)
    {
        await foreach (var item in reader.ReadAllAsync(stop)) //! HAZARD buffer SHUT112
        {
            try
            {
                await HandleAsync(item); //! HAZARD buffer SHUT112
                Interlocked.Increment(ref _handled);
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "{Item} failed", item);
            }
        }
    }
}

public interface IStatementRenderer
{
    Task<byte[]> RenderAsync(StatementOrder order);
}

public interface IPostbox
{
    Task PutAsync(string account, string name, byte[] content);
}

public sealed class StatementConsumer(ChannelReader<StatementOrder> reader, IStatementRenderer renderer, IPostbox postbox, ILogger<StatementConsumer> logger)
    : ChannelConsumer<StatementOrder>(reader, logger)
{
    protected override async Task HandleAsync(StatementOrder item)
    {
        var pdf = await renderer.RenderAsync(item);
        await postbox.PutAsync(item.Account, $"{item.Year}-{item.Month:00}.pdf", pdf);
    }
}

using System.Threading.Channels;

namespace Work.Queue;

public delegate ValueTask WorkItem(IServiceProvider services, CancellationToken cancellationToken);

public interface IBackgroundQueue
{
    bool TryQueue(WorkItem item);
}

internal sealed class BackgroundQueue : IBackgroundQueue
{
    private readonly Channel<WorkItem> _items = Channel.CreateBounded<WorkItem>(128);

    internal ChannelReader<WorkItem> Reader => _items.Reader;

    public bool TryQueue(WorkItem item) => _items.Writer.TryWrite(item);

    internal void Close() => _items.Writer.TryComplete();
}

internal sealed class QueueRunner(BackgroundQueue queue, IServiceScopeFactory scopes, ILogger<QueueRunner> logger) : BackgroundService
{
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Close();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = stoppingToken };
        try
        {
            await Parallel.ForEachAsync(queue.Reader.ReadAllAsync(stoppingToken), options, RunAsync);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.LogInformation("{Count} items were not begun", queue.Reader.Count);
        }
    }

    private async ValueTask RunAsync(WorkItem item, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            await item(scope.ServiceProvider, cancellationToken);
        }
        catch (Exception ex) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogError(ex, "A work item failed");
        }
    }
}

public static class QueueModule
{
    public static IServiceCollection AddBackgroundQueue(this IServiceCollection services)
        => services
            .AddSingleton<BackgroundQueue>()
            .AddSingleton<IBackgroundQueue>(sp => sp.GetRequiredService<BackgroundQueue>())
            .AddHostedService<QueueRunner>();
}

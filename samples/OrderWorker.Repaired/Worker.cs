namespace OrderWorker;

/// <summary>Ships orders, and those that are left when it is told to stop.</summary>
public sealed class Worker(OrderQueue queue, OrderLog log, ILogger<Worker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                if (queue.TryTake(out var order))
                {
                    log.Shipped(order!);
                }
                else
                {
                    await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
                }
            }
        }
        finally
        {
            while (queue.TryTake(out var order))
            {
                log.Shipped(order!);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        logger.LogInformation("Order worker stops");
    }
}

namespace OrderWorker;

/// <summary>Ships orders. It works - until it is told to stop.</summary>
public sealed class Worker(OrderQueue queue, OrderLog log, ILogger<Worker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true) // SHUT101
        {
            if (queue.TryTake(out var order))
            {
                log.Shipped(order!);
            }
            else
            {
                await Task.Delay(TimeSpan.FromSeconds(5)); // SHUT102
            }
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken) // SHUT201
    {
        logger.LogInformation("Order worker stops");
        return Task.CompletedTask;
    }
}

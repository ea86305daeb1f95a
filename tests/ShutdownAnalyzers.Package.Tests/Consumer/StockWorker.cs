namespace Shop;

/// <summary>Keeps the stock fresh.</summary>
public sealed class StockWorker(ILogger<StockWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            logger.LogInformation("Stock is fresh");
            await Task.Delay(TimeSpan.FromMinutes(1), stoppingToken); // not too often
        }
    }

    /* the last word */
    public override Task StopAsync(CancellationToken cancellationToken) // SHUT201
    {
        // said before the worker has ended
        logger.LogInformation("Stock worker stops");
        return Task.CompletedTask; // at once
    }
}

namespace Shop.Stock;

public interface IStockFeed
{
    Task PullAsync(CancellationToken cancellationToken);
}

public sealed class StockWorker(IStockFeed feed, ILogger<StockWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await feed.PullAsync(stoppingToken);
            await Task.Delay(TimeSpan.FromMinutes(1), stoppingToken);
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken) //! HAZARD base SHUT201
    {
        logger.LogInformation("Stock worker stops");
        return Task.CompletedTask;
    }
}

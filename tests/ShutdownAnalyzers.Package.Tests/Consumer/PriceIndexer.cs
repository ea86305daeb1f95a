namespace Shop;

/// <summary>Keeps the prices in order.</summary>
public sealed class PriceIndexer(ILogger<PriceIndexer> logger) : BackgroundService
{
    // opens what the loop needs
    public override async Task StartAsync(CancellationToken cancellationToken) // SHUT202
    {
        await Task.Yield(); // not on the host's time
        logger.LogInformation("Index is open");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1)); /* hourly */
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            logger.LogInformation("Index is fresh");
        }
    }
}

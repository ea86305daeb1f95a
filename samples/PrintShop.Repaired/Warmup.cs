namespace PrintShop;

/// <summary>Keeps the printer warm.</summary>
public sealed class Warmup(ILogger<Warmup> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            logger.LogDebug("Still warm");
            await Task.Delay(TimeSpan.FromMinutes(1), stoppingToken);
        }
    }
}

namespace FleetTracker;

/// <summary>Asks for fuel prices every hour.</summary>
public sealed class FuelPrices(HttpClient http, ILogger<FuelPrices> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var prices = await http.GetStringAsync("https://fuel.example.com/prices", stoppingToken);
                logger.LogInformation("{Prices}", prices);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(e, "No fuel prices");
            }

            await Task.Delay(TimeSpan.FromHours(1), stoppingToken);
        }
    }
}

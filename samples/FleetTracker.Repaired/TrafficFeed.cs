namespace FleetTracker;

/// <summary>Asks for traffic jams every minute.</summary>
public sealed class TrafficFeed(HttpClient http, ILogger<TrafficFeed> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var jams = await http.GetStringAsync("https://traffic.example.com/jams", stoppingToken);
                logger.LogInformation("{Jams}", jams);
                await Task.Delay(TimeSpan.FromMinutes(1), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                logger.LogWarning(e, "No traffic");
            }
        }
    }
}

namespace City.BikeShare;

public interface IDockFeed
{
    Task<int> FreeBikesAsync(string station, CancellationToken ct);
}

public sealed class BikeRedistribution : BackgroundService
{
    private static readonly string[] Stations = ["harbour", "opera", "campus"];
    private readonly IDockFeed _feed;
    private readonly ILogger<BikeRedistribution> _logger;

    public BikeRedistribution(IDockFeed feed, ILogger<BikeRedistribution> logger) => (_feed, _logger) = (feed, logger);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var watchers = Stations.Select(s => WatchAsync(s)).ToArray();
        await Task.WhenAll(watchers);

        async Task WatchAsync(string station)
        {
            var empty = 0;
            do
            {
                try
                {
                    var bikes = await _feed.FreeBikesAsync(station, stoppingToken);
                    empty = bikes == 0 ? empty + 1 : 0;
                    if (empty > 3)
                        _logger.LogWarning("{Station} has been empty for {Minutes} minutes", station, empty);

                    await Task.Delay(TimeSpan.FromMinutes(1), stoppingToken); //! HAZARD spin SHUT104
                }
                catch (OperationCanceledException) //! HAZARD spin SHUT104
                {
                    _logger.LogDebug("{Station} timed out", station); //! HAZARD spin SHUT104
                }
                catch (HttpRequestException ex)
                {
                    _logger.LogWarning(ex, "{Station} is out of reach", station);
                    await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
                }
            }
            while (true); //! HAZARD spin SHUT104
        }
    }
}

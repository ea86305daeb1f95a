namespace Shop.Prices;

public interface IPriceHub
{
    Task<decimal?> NextAsync(CancellationToken cancellationToken);
    Task BroadcastAsync(decimal price, CancellationToken cancellationToken);
    Task SayClosedAsync(CancellationToken cancellationToken);
}

public class PriceStreamer : BackgroundService
{
    private readonly IPriceHub _hub;
    private readonly ILogger<PriceStreamer> _logger;

    public PriceStreamer(IPriceHub hub, ILogger<PriceStreamer> logger)
    {
        _hub = hub;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await _hub.NextAsync(stoppingToken) is not decimal price) return;
            await _hub.BroadcastAsync(price, stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken) //! HAZARD unawaited SHUT201
    {
        var stopping = base.StopAsync(cancellationToken); //! HAZARD unawaited SHUT201
        _logger.LogInformation("Streamer ends ({Status})", stopping.Status);
        await _hub.SayClosedAsync(cancellationToken);
    }
}

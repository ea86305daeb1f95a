namespace Arena.Scoreboard;

public interface IBoardLink : IDisposable
{
    Task ShowAsync(string text, CancellationToken cancellationToken);
    Task ClearAsync(CancellationToken cancellationToken);
}

public interface IBoardLinkFactory
{
    IBoardLink Open(string port);
}

public interface IScoreFeed
{
    Task<(int Home, int Guest)> NextAsync(CancellationToken cancellationToken);
}

public sealed class SerialScoreboard : BackgroundService
{
    private readonly IScoreFeed _feed;
    private readonly IBoardLink _link;
    private readonly ILogger<SerialScoreboard> _logger;

    public SerialScoreboard(IBoardLinkFactory links, IScoreFeed feed, IConfiguration configuration, ILogger<SerialScoreboard> logger)
    {
        _link = links.Open(configuration["Board:Port"] ?? "/dev/ttyS0");
        _feed = feed;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _link.ClearAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var (home, guest) = await _feed.NextAsync(stoppingToken);
            await _link.ShowAsync($"{home,3}:{guest,-3}", stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _logger.LogInformation("Scoreboard goes dark");
        _link.Dispose(); //! HAZARD early SHUT203
        await base.StopAsync(cancellationToken);
    }
}

namespace Stadium.Scores;

public interface IScoreFeed
{
    IDisposable Subscribe(Action<string, int> onScore);
}

public interface IDisplay : IAsyncDisposable
{
    void Show(string team, int score);
    Task BlankAsync(CancellationToken cancellationToken);
}

public interface IDisplayFactory
{
    Task<IDisplay> OpenAsync(string wall, CancellationToken cancellationToken);
}

public sealed class Scoreboard : IHostedService
{
    private readonly IScoreFeed _feed;
    private readonly IDisplayFactory _factory;
    private IDisposable _subscription = null!; //! HAZARD assumed SHUT212
    private IDisplay _display = null!; //! HAZARD assumed SHUT212

    public Scoreboard(IScoreFeed feed, IDisplayFactory factory)
    {
        _feed = feed;
        _factory = factory;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _display = await _factory.OpenAsync("north", cancellationToken);
        _subscription = _feed.Subscribe(_display.Show);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _subscription.Dispose(); //! HAZARD assumed SHUT212 SHUT213
        await _display.BlankAsync(cancellationToken); //! HAZARD assumed SHUT212
        await _display.DisposeAsync(); //! HAZARD assumed SHUT212 SHUT213
    }
}

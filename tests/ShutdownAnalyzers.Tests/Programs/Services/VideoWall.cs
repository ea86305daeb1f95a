namespace Arena.VideoWall;

public sealed record Scene(string Name, TimeSpan Length);

public interface IPanel
{
    Task ShowAsync(string scene, CancellationToken ct);
    Task BlankAsync(CancellationToken ct);
}

public interface IPanelFactory
{
    IReadOnlyList<IPanel> All();
}

public sealed class Playlist
{
    private int _next;
    private readonly Scene[] _scenes = [new("logo", TimeSpan.FromSeconds(20)), new("score", TimeSpan.FromSeconds(40)), new("sponsors", TimeSpan.FromSeconds(15))];

    public Scene Next() => _scenes[_next++ % _scenes.Length];
}

public sealed class VideoWall(IPanelFactory panels, Playlist playlist, ILogger<VideoWall> logger) : BackgroundService
{
    private readonly IReadOnlyList<IPanel> _panels = panels.All();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var scene = playlist.Next();
            await Task.WhenAll(_panels.Select(p => ShowAsync(p, scene, stoppingToken)));
            await Task.Delay(scene.Length, stoppingToken);
        }
    }

    private async Task ShowAsync(IPanel panel, Scene scene, CancellationToken ct)
    {
        try
        {
            await panel.ShowAsync(scene.Name, ct);
        }
        catch (IOException ex)
        {
            logger.LogWarning(ex, "A panel is dark");
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken) //! HAZARD wall SHUT201
    {
        logger.LogInformation("The wall goes dark");
        var stopped = DarkAsync(cancellationToken);
        base.StopAsync(cancellationToken); //! HAZARD wall SHUT201
        return stopped; //! HAZARD wall SHUT201
    }

    private async Task DarkAsync(CancellationToken ct)
    {
        foreach (var panel in _panels)
        {
            try
            {
                await panel.BlankAsync(ct);
            }
            catch (Exception ex)
            {
                logger.LogDebug(ex, "A panel stays lit");
            }
        }
    }
}

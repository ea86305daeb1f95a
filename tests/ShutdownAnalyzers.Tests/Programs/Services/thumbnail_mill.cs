using System.Threading.Channels;

namespace Media.Thumbnails;

public sealed record Picture(Guid Id, string Path, int Width, int Height);

public interface IRenderer
{
    Task<byte[]> RenderAsync(string path, int width, int height);
}

public interface IPictureStore
{
    Task SaveAsync(Guid id, string size, byte[] bytes);
}

public sealed class ThumbnailMill : BackgroundService
{
    private static readonly (string Name, int Edge)[] Sizes = [("s", 96), ("m", 320), ("l", 1024)];

    private readonly ChannelReader<Picture> _pictures;
    private readonly IRenderer _renderer;
    private readonly IPictureStore _store;
    private readonly ILogger<ThumbnailMill> _logger;

    public ThumbnailMill(ChannelReader<Picture> pictures, IRenderer renderer, IPictureStore store, ILogger<ThumbnailMill> logger)
        => (_pictures, _renderer, _store, _logger) = (pictures, renderer, store, logger);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var picture in _pictures.ReadAllAsync(stoppingToken)) //! HAZARD drain SHUT112
        {
            try
            {
                await GrindAsync(picture); //! HAZARD drain SHUT112
            }
            catch (IOException ex)
            {
                _logger.LogWarning(ex, "{Picture} cannot be read", picture.Path);
            }
        }
    }

    private async Task GrindAsync(Picture picture)
    {
        foreach (var (name, edge) in Sizes)
        {
            var scale = Math.Min(1.0, (double)edge / Math.Max(picture.Width, picture.Height));
            var bytes = await _renderer.RenderAsync(picture.Path, (int)(picture.Width * scale), (int)(picture.Height * scale));
            await _store.SaveAsync(picture.Id, name, bytes);
        }
    }
}

public interface IMirror
{
    Task<bool> TryCopyAsync(string path);
    IReadOnlyList<string> Missing();
}

public sealed class MirrorMill(IMirror mirror, ILogger<MirrorMill> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(30));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var path in mirror.Missing())
            {
                stoppingToken.ThrowIfCancellationRequested();
                await Insist(() => mirror.TryCopyAsync(path)); //! HAZARD insist SHUT101 SHUT102
            }
        }
    }

    private async Task Insist(Func<Task<bool>> attempt) //! HAZARD insist SHUT101 SHUT102
    {
        for (var tries = 1; ; tries++) //! HAZARD insist SHUT101 SHUT102
        {
            if (await attempt()) return;
            logger.LogWarning("Attempt {Tries} failed", tries);
            await Task.Delay(TimeSpan.FromSeconds(Math.Min(tries * 2, 120))); //! HAZARD insist SHUT102 SHUT101
        }
    }
}

using System.Threading.Channels;

namespace Media.Thumbnails;

public sealed record Picture(string Path, int Width);

public interface IResizer
{
    Task<byte[]> ResizeAsync(string path, int width);
}

public sealed class ThumbnailQueue(IResizer resizer, ILogger<ThumbnailQueue> logger) : BackgroundService
{
    private readonly Channel<Picture> _pictures = Channel.CreateBounded<Picture>(500);

    public ValueTask AddAsync(Picture picture, CancellationToken ct) => _pictures.Writer.WriteAsync(picture, ct);

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _pictures.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var picture in _pictures.Reader.ReadAllAsync(stoppingToken)) //! HAZARD backlog SHUT112
        {
            var small = await resizer.ResizeAsync(picture.Path, picture.Width);
            await File.WriteAllBytesAsync(Path.ChangeExtension(picture.Path, ".thumb.jpg"), small, CancellationToken.None);
            logger.LogDebug("{Path} done", picture.Path);
        }
    }
}

public sealed class FolderScan(ThumbnailQueue queue, IConfiguration configuration) : IHostedService
{
    private readonly CancellationTokenSource _cts = new();
    private readonly string _root = configuration["Media:Root"] ?? "/srv/media";
    private Task? _scan;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _scan = ScanAsync(_cts.Token);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _cts.Cancel(); //! HAZARD nowait SHUT209
        return Task.CompletedTask;
    }

    private async Task ScanAsync(CancellationToken token)
    {
        while (!token.IsCancellationRequested)
        {
            foreach (var path in Directory.EnumerateFiles(_root, "*.jpg", SearchOption.AllDirectories))
                await queue.AddAsync(new Picture(path, 256), token);

            await Task.Delay(TimeSpan.FromMinutes(20), token);
        }
    }
}

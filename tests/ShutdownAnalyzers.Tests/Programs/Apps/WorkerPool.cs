using System.Threading.Channels;

namespace Images.Thumbnails;

public interface IThumbnailer
{
    Task CreateAsync(string file, CancellationToken cancellationToken);
}

public sealed class WorkerPool(IThumbnailer thumbnailer, ILogger<WorkerPool> logger) : BackgroundService
{
    private readonly Channel<string> _files = Channel.CreateBounded<string>(500);

    public ValueTask EnqueueAsync(string file, CancellationToken cancellationToken) => _files.Writer.WriteAsync(file, cancellationToken);

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var workers = new Task[3];
        for (var i = 0; i < workers.Length; i++)
            workers[i] = Task.Run(() => WorkAsync(stoppingToken), CancellationToken.None);

        return Task.WhenAll(workers);
    }

    private async Task WorkAsync(CancellationToken stop)
    {
        while (true)
        {
            if (!await _files.Reader.WaitToReadAsync(stop)) return;

            while (!stop.IsCancellationRequested && _files.Reader.TryRead(out var file))
            {
                try
                {
                    await thumbnailer.CreateAsync(file, stop);
                }
                catch (IOException ex)
                {
                    logger.LogWarning(ex, "{File} skipped", file);
                }
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _files.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }
}

public static class ThumbnailRoutes
{
    public static void MapThumbnails(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/thumbnails/{file}", async (string file, WorkerPool pool, CancellationToken ct) =>
        {
            await pool.EnqueueAsync(file, ct);
            return Results.Accepted();
        });
}

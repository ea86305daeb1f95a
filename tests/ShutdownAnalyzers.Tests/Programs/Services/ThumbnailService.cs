using System.Threading.Channels;

namespace Gallery.Thumbs;

public sealed record ThumbRequest(string Path, int Edge);

public interface IThumbQueue
{
    ValueTask EnqueueAsync(ThumbRequest request, CancellationToken ct);
}

public interface IImageLibrary
{
    Task ResizeAsync(string path, int edge, CancellationToken ct);
}

internal sealed class ThumbWorker(IImageLibrary images, ILogger<ThumbWorker> logger) : BackgroundService, IThumbQueue
{
    private readonly Channel<ThumbRequest> _requests = Channel.CreateBounded<ThumbRequest>(500);

    public ValueTask EnqueueAsync(ThumbRequest request, CancellationToken ct) => _requests.Writer.WriteAsync(request, ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _requests.Reader.WaitToReadAsync(stoppingToken))
        {
            while (!stoppingToken.IsCancellationRequested && _requests.Reader.TryRead(out var request))
            {
                try
                {
                    await images.ResizeAsync(request.Path, request.Edge, stoppingToken);
                }
                catch (IOException ex)
                {
                    logger.LogWarning(ex, "{Path} has no thumbnail", request.Path);
                }
            }
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _requests.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }
}

public static class ThumbModule
{
    public static WebApplicationBuilder AddThumbs<TLibrary>(this WebApplicationBuilder builder) where TLibrary : class, IImageLibrary
    {
        builder.Services.AddSingleton<IImageLibrary, TLibrary>();
        builder.Services.AddSingleton<IThumbQueue, ThumbWorker>(); //! HAZARD twin SHUT215
        builder.Services.AddHostedService<ThumbWorker>(); //! HAZARD twin SHUT215
        return builder;
    }

    public static void MapThumbs(this WebApplication app)
        => app.MapPost("/thumbs", async (ThumbRequest request, IThumbQueue queue, CancellationToken ct) =>
        {
            if (request.Edge is < 16 or > 2048) return Results.BadRequest();
            await queue.EnqueueAsync(request, ct);
            return Results.Accepted();
        });
}

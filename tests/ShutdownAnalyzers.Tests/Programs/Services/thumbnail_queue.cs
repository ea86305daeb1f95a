using System.Threading.Channels;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<ThumbnailQueue>();
builder.Services.AddHostedService(sp => sp.GetRequiredService<ThumbnailQueue>());

var app = builder.Build();
app.MapPost("/thumbnails", async (ThumbnailJob job, ThumbnailQueue queue, CancellationToken ct) =>
{
    try
    {
        await queue.EnqueueAsync(job, ct);
        return Results.Accepted();
    }
    catch (ChannelClosedException)
    {
        return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }
});
app.Run();

public sealed record ThumbnailJob(string Source, int Width);

public sealed class ThumbnailQueue(ILogger<ThumbnailQueue> logger) : BackgroundService
{
    private readonly Channel<ThumbnailJob> _jobs = Channel.CreateBounded<ThumbnailJob>(new BoundedChannelOptions(200)
    {
        SingleReader = true,
        FullMode = BoundedChannelFullMode.Wait
    });

    public ValueTask EnqueueAsync(ThumbnailJob job, CancellationToken ct) => _jobs.Writer.WriteAsync(job, ct);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // accepted jobs are finished, the host's budget is the limit
        _jobs.Writer.TryComplete();
        await Task.WhenAny(_jobs.Reader.Completion, Task.Delay(Timeout.Infinite, cancellationToken));
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var job in _jobs.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await ShrinkAsync(job, stoppingToken);
            }
            catch (IOException ex)
            {
                logger.LogWarning(ex, "{Source} has no thumbnail", job.Source);
            }
        }
    }

    private static async Task ShrinkAsync(ThumbnailJob job, CancellationToken ct)
    {
        var target = Path.ChangeExtension(job.Source, $".{job.Width}.jpg");
        await using var source = File.OpenRead(job.Source);
        await using var destination = File.Create(target);
        await source.CopyToAsync(destination, ct);
    }
}

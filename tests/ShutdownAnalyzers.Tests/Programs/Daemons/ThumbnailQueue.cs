using System.Threading.Channels;
using Gallery;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<ThumbnailQueue>();
builder.Services.AddHostedService<ThumbnailWorker>();
builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(25));

var app = builder.Build();
app.MapPost("/photos/{id:guid}/thumbnail", (Guid id, ThumbnailQueue queue) => queue.TryAdd(id)
    ? Results.Accepted()
    : Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
app.MapGet("/photos/waiting", (ThumbnailQueue queue) => queue.Waiting);
await app.RunAsync();

namespace Gallery
{
    public sealed class ThumbnailQueue
    {
        private readonly Channel<Guid> _ids = Channel.CreateBounded<Guid>(new BoundedChannelOptions(100) { SingleReader = true });

        public int Waiting => _ids.Reader.Count;

        public bool TryAdd(Guid id) => _ids.Writer.TryWrite(id);

        public void Close() => _ids.Writer.TryComplete();

        /// <summary>Ends when the queue is closed and empty, so it needs no token.</summary>
        public async ValueTask<(bool More, Guid Id)> TakeAsync()
        {
            while (await _ids.Reader.WaitToReadAsync())
            {
                if (_ids.Reader.TryRead(out var id)) return (true, id);
            }

            return (false, default);
        }
    }

    internal sealed class ThumbnailWorker(ThumbnailQueue queue, ILogger<ThumbnailWorker> logger) : BackgroundService
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("thumbs").FullName;

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            for (;;)
            {
                var (more, id) = await queue.TakeAsync();
                if (!more) break;

                try
                {
                    await ShrinkAsync(id);
                }
                catch (Exception e)
                {
                    logger.LogError(e, "No thumbnail for {Photo}", id);
                }
            }

            logger.LogInformation("The last thumbnail is made");
        }

        public override async Task StopAsync(CancellationToken cancellationToken)
        {
            queue.Close();
            await base.StopAsync(cancellationToken);

            if (ExecuteTask is { IsCompleted: false })
                logger.LogWarning("{Count} thumbnails are not made", queue.Waiting);
        }

        private async Task ShrinkAsync(Guid id)
        {
            var path = Path.Combine(_folder, $"{id:n}.jpg");
            await File.WriteAllBytesAsync(path, id.ToByteArray(), CancellationToken.None);
        }
    }
}

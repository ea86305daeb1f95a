using System.Threading.Channels;

namespace Archive.Microfilm;

public sealed record Reel(string Signature, int Frames);

public interface IFilmCamera
{
    Task AdvanceAsync(string signature, int frame);
    Task<byte[]> ExposeAsync();
}

public interface IImageStore
{
    Task PutAsync(string signature, int frame, byte[] image);
}

public interface IFinder
{
    Task IndexChangesAsync(CancellationToken cancellationToken);
}

public sealed class ReelQueue
{
    private readonly Channel<Reel> _reels = Channel.CreateBounded<Reel>(new BoundedChannelOptions(2_000) { FullMode = BoundedChannelFullMode.Wait });

    public ChannelReader<Reel> Reader => _reels.Reader;

    public bool TryAdd(Reel reel) => _reels.Writer.TryWrite(reel);
}

public sealed class ReelScanner(ReelQueue queue, IFilmCamera camera, IImageStore store, ILogger<ReelScanner> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var reel in queue.Reader.ReadAllAsync(stoppingToken)) //! HAZARD reels SHUT112 SHUT601
        {
            try
            {
                await ScanAsync(reel); //! HAZARD reels SHUT112 SHUT601
            }
            catch (IOException ex)
            {
                logger.LogError(ex, "Reel {Signature} is incomplete", reel.Signature);
            }
        }
    }

    private async Task ScanAsync(Reel reel)
    {
        for (var frame = 1; frame <= reel.Frames; frame++)
        {
            await camera.AdvanceAsync(reel.Signature, frame);
            await store.PutAsync(reel.Signature, frame, await camera.ExposeAsync());
        }

        logger.LogInformation("{Signature}: {Frames} frames", reel.Signature, reel.Frames);
    }
}

public sealed class FinderIndexer : IHostedService
{
    private readonly CancellationTokenSource _quit = new();
    private readonly IFinder _finder;
    private readonly ILogger<FinderIndexer> _logger;
    private Task _indexing = Task.CompletedTask;

    public FinderIndexer(IFinder finder, ILogger<FinderIndexer> logger)
    {
        _finder = finder;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _indexing = IndexAsync(_quit.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _quit.Cancel(); //! HAZARD quit SHUT213
        await Task.WhenAny(_indexing, Task.Delay(Timeout.Infinite, cancellationToken));
        _quit.Dispose(); //! HAZARD quit SHUT213
    }

    private async Task IndexAsync(CancellationToken quit)
    {
        while (!quit.IsCancellationRequested)
        {
            try
            {
                await _finder.IndexChangesAsync(quit);
                await Task.Delay(TimeSpan.FromMinutes(4), quit);
            }
            catch (OperationCanceledException) when (quit.IsCancellationRequested)
            {
                return;
            }
            catch (Exception ex)
            {
                _logger.LogWarning(ex, "Finding aid was not indexed");
                await Task.Delay(TimeSpan.FromMinutes(1), quit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}

public static class MicrofilmModule
{
    public static IHostApplicationBuilder AddMicrofilm(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ReelQueue>();
        builder.Services.Configure<HostOptions>(options =>
        {
            options.ShutdownTimeout = TimeSpan.FromSeconds(20);
            options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore; //! HAZARD hidden SHUT216
        });
        builder.Services.AddHostedService<ReelScanner>();
        builder.Services.AddHostedService<FinderIndexer>();
        return builder;
    }

    public static RouteHandlerBuilder MapReels(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/reels", (Reel reel, ReelQueue queue) =>
            queue.TryAdd(reel) ? Results.Accepted() : Results.StatusCode(StatusCodes.Status429TooManyRequests));
}

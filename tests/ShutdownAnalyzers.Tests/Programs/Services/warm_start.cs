using System.Collections.Concurrent;

namespace Maps.WarmStart;

public readonly record struct TileKey(int Zoom, int X, int Y);

public interface ITileRenderer
{
    byte[] Render(TileKey key);
}

public sealed class TileCache
{
    private readonly ConcurrentDictionary<TileKey, byte[]> _tiles = new();

    public int Count => _tiles.Count;

    public byte[] Get(TileKey key, Func<TileKey, byte[]> render) => _tiles.GetOrAdd(key, render);
}

public sealed class WarmStart : IHostedService
{
    private readonly TileCache _cache;
    private readonly ITileRenderer _renderer;
    private readonly ILogger<WarmStart> _logger;

    public WarmStart(TileCache cache, ITileRenderer renderer, ILogger<WarmStart> logger)
    {
        _cache = cache;
        _renderer = renderer;
        _logger = logger;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));

        var rendered = await Task.Run(() => RenderUntil(limit.Token), cancellationToken);
        _logger.LogInformation("{Count} tiles are warm", rendered);
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _logger.LogInformation("{Count} tiles were cached", _cache.Count);
        return Task.CompletedTask;
    }

    private int RenderUntil(CancellationToken end)
    {
        var rendered = 0;
        for (var zoom = 0; ; zoom++)
        {
            for (var x = 0; x < 1 << zoom; x++)
            {
                for (var y = 0; y < 1 << zoom; y++)
                {
                    if (end.IsCancellationRequested || rendered == 5_000) return rendered;
                    _cache.Get(new TileKey(zoom, x, y), _renderer.Render);
                    rendered++;
                }
            }
        }
    }
}

public static class MapsEndpoints
{
    public static IServiceCollection AddMaps<TRenderer>(this IServiceCollection services) where TRenderer : class, ITileRenderer
        => services.AddSingleton<ITileRenderer, TRenderer>().AddSingleton<TileCache>().AddHostedService<WarmStart>();

    public static void MapTiles(this IEndpointRouteBuilder endpoints)
        => endpoints.MapGet("/tiles/{zoom:int}/{x:int}/{y:int}", (int zoom, int x, int y, TileCache cache, ITileRenderer renderer)
            => Results.Bytes(cache.Get(new TileKey(zoom, x, y), renderer.Render), "image/png"));
}

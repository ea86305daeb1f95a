using System.Threading.Channels;

namespace Render.Farm;

public sealed record Tile(int X, int Y, int Zoom);

public interface ITileRenderer
{
    Task RenderAsync(Tile tile, CancellationToken ct);
}

public sealed class TileFarm : IHostedService, IAsyncDisposable
{
    private readonly Channel<Tile> _tiles = Channel.CreateBounded<Tile>(1024);
    private readonly CancellationTokenSource _abort = new();
    private readonly List<Task> _workers = [];
    private readonly ITileRenderer _renderer;
    private readonly ILogger<TileFarm> _logger;

    public TileFarm(ITileRenderer renderer, ILogger<TileFarm> logger) => (_renderer, _logger) = (renderer, logger);

    public bool TryAdd(Tile tile) => _tiles.Writer.TryWrite(tile);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        for (var n = 0; n < Environment.ProcessorCount; n++)
            _workers.Add(Task.Run(WorkAsync, CancellationToken.None));

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _tiles.Writer.TryComplete();
        var all = Task.WhenAll(_workers);
        try
        {
            await all.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _logger.LogWarning("{Count} tiles are given up", _tiles.Reader.Count);
            await _abort.CancelAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _tiles.Writer.TryComplete();
        await _abort.CancelAsync();
    }

    private async Task WorkAsync()
    {
        var abort = _abort.Token;
        await foreach (var tile in _tiles.Reader.ReadAllAsync(abort))
        {
            try
            {
                await _renderer.RenderAsync(tile, abort);
            }
            catch (Exception ex) when (!abort.IsCancellationRequested)
            {
                _logger.LogWarning(ex, "{Tile} failed", tile);
            }
        }
    }
}

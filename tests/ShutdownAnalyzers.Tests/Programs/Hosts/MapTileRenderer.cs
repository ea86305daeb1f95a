using System.Threading.Channels;

namespace Maps.Tiles;

internal static class SourceExtensions
{
    public static async Task StopAndWaitAsync(this CancellationTokenSource source, Task task, CancellationToken deadline)
    {
        await source.CancelAsync();
        await task.WaitAsync(deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

public readonly record struct Tile(int Zoom, int X, int Y);

public interface ITileCanvas
{
    byte[] Draw(Tile tile);
}

public sealed class MapTileRenderer(Channel<Tile> tiles, ITileCanvas canvas, ILogger<MapTileRenderer> logger) : IHostedService, IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _work = Task.WhenAll(Enumerable.Range(1, 4).Select(n => RenderAsync(n, _stop.Token)));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        tiles.Writer.TryComplete();
        return _stop.StopAndWaitAsync(_work, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _stop.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task RenderAsync(int worker, CancellationToken token)
    {
        await Task.Yield();
        var count = 0;
        try
        {
            while (await tiles.Reader.WaitToReadAsync(token))
            {
                while (!token.IsCancellationRequested && tiles.Reader.TryRead(out var tile))
                {
                    var image = canvas.Draw(tile);
                    await File.WriteAllBytesAsync($"/tiles/{tile.Zoom}-{tile.X}-{tile.Y}.png", image, CancellationToken.None);
                    count++;
                }
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
        }

        logger.LogInformation("Worker {Worker} drew {Count} tiles", worker, count);
    }
}

using System.Threading.Channels;

namespace Mall.Windows;

public sealed record Picture(string Name, byte[] Pixels);

public interface IScreen
{
    Task DrawAsync(Picture picture, CancellationToken ct);
}

public sealed class ShopWindow : IHostedService, IAsyncDisposable
{
    private readonly IScreen _screen;
    private readonly ILogger<ShopWindow> _logger;
    private readonly Channel<Picture> _pictures = Channel.CreateBounded<Picture>(4);
    private readonly CancellationTokenSource _dark = new();
    private readonly SemaphoreSlim _drawing = new(1, 1);
    private Task _show = Task.CompletedTask;
    private int _stopped;

    public ShopWindow(IScreen screen, ILogger<ShopWindow> logger)
    {
        _screen = screen;
        _logger = logger;
    }

    public bool TryShow(Picture picture) => _pictures.Writer.TryWrite(picture);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _show = ShowAsync(_dark.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 1) return;

        _pictures.Writer.TryComplete();
        _dark.Cancel();
        await _show.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_show.IsCompleted)
        {
            _logger.LogWarning("The screen hangs");
            return;
        }

        _dark.Dispose();
        _drawing.Dispose();
    }

    public async ValueTask DisposeAsync() => await StopAsync(new CancellationToken(canceled: true));

    private async Task ShowAsync(CancellationToken dark)
    {
        while (!dark.IsCancellationRequested && await _pictures.Reader.WaitToReadAsync(dark))
        {
            if (!_pictures.Reader.TryRead(out var picture)) continue;

            await _drawing.WaitAsync(dark);
            try
            {
                await _screen.DrawAsync(picture, dark);
            }
            catch (IOException ex)
            {
                _logger.LogWarning(ex, "{Picture} was not drawn", picture.Name);
            }
            finally
            {
                _drawing.Release();
            }
        }
    }
}

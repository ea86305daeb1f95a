namespace Mobile.Push;

public interface IPushChannel
{
    event Action<string>? TokenExpired;
    Task<int> FlushAsync(int max, CancellationToken cancellationToken);
}

public interface IDeviceStore
{
    void Forget(string token);
}

public sealed class PushTransport : IHostedLifecycleService, IAsyncDisposable
{
    private readonly IPushChannel _channel;
    private readonly IDeviceStore _devices;
    private readonly ILogger<PushTransport> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task? _loop;

    public PushTransport(IPushChannel channel, IDeviceStore devices, ILogger<PushTransport> logger)
    {
        _channel = channel;
        _devices = devices;
        _logger = logger;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _channel.TokenExpired += _devices.Forget;
        _loop = Task.Run(LoopAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _channel.TokenExpired -= _devices.Forget;
        await _stopping.CancelAsync();
        if (_loop is { } loop)
            await loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _stopping.Dispose();
        return default;
    }

    private async Task LoopAsync()
    {
        var token = _stopping.Token;
        while (!token.IsCancellationRequested)
        {
            try
            {
                if (await _channel.FlushAsync(100, token) == 0)
                    await Task.Delay(TimeSpan.FromSeconds(3), token);
            }
            catch (Exception ex) when (!token.IsCancellationRequested)
            {
                _logger.LogWarning(ex, "Push failed");
                await Task.Delay(TimeSpan.FromSeconds(10), token);
            }
        }
    }
}

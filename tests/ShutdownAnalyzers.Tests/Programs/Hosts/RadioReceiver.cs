namespace Marine.Radio;

public interface IRadio
{
    Task OpenAsync(CancellationToken cancellationToken);
    Task<string> ReceiveAsync(CancellationToken cancellationToken);
}

public interface ISentenceSink
{
    void Accept(string sentence);
}

public sealed class RadioReceiver(IRadio radio, ISentenceSink sink, ILogger<RadioReceiver> logger) : IHostedService, IDisposable
{
    private CancellationTokenSource? _running;
    private Task? _receiving;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // opening may be given up while the host starts, so the token goes there as well
        await Task.Run(() => radio.OpenAsync(cancellationToken), cancellationToken);

        _running = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _receiving = ReceiveAsync(_running.Token);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_receiving is null)
            return;

        try
        {
            _running!.Cancel();
        }
        finally
        {
            await Task.WhenAny(_receiving, Task.Delay(Timeout.Infinite, cancellationToken)).ConfigureAwait(false);
        }
    }

    public void Dispose() => _running?.Cancel();

    private async Task ReceiveAsync(CancellationToken token)
    {
        await Task.Yield();
        while (!token.IsCancellationRequested)
        {
            try
            {
                sink.Accept(await radio.ReceiveAsync(token));
            }
            catch (Exception ex) when (!token.IsCancellationRequested)
            {
                logger.LogDebug(ex, "Noise");
                await Task.Delay(TimeSpan.FromMilliseconds(200), token);
            }
        }
    }
}

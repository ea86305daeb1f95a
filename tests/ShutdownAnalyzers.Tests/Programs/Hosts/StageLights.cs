namespace Theatre.Lights;

public interface IDmxPort
{
    Task SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken);
    Task BlackoutAsync(CancellationToken cancellationToken);
}

public sealed class StageLights(IDmxPort port, ILogger<StageLights> logger) : IHostedService
{
    private sealed record Show(CancellationTokenSource Source, Task Task);

    private readonly byte[] _frame = new byte[512];
    private Show? _show;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var source = new CancellationTokenSource();
        _show = new Show(source, PlayAsync(source.Token));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // may be called twice, and also when the start failed
        if (Interlocked.Exchange(ref _show, null) is not { } show)
            return;

        show.Source.Cancel();
        try
        {
            await show.Task.WaitAsync(cancellationToken);
            await port.BlackoutAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            logger.LogWarning("The show did not end in time");
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "The show did not end cleanly");
        }

        if (show.Task.IsCompleted)
            show.Source.Dispose();
    }

    private async Task PlayAsync(CancellationToken token)
    {
        await Task.Yield();
        for (var step = 0; !token.IsCancellationRequested; step++)
        {
            for (var lamp = 0; lamp < _frame.Length; lamp++)
                _frame[lamp] = (byte)(127 + 127 * Math.Sin((step + lamp) / 20.0));

            try
            {
                await port.SendAsync(_frame, token);
                await Task.Delay(25, token);
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                return;
            }
            catch (TimeoutException ex)
            {
                logger.LogDebug(ex, "Frame {Step} dropped", step);
            }
        }
    }
}

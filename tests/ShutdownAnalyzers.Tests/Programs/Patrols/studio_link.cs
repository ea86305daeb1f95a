namespace Radio.Studio;

public interface IStudioLine
{
    Task<double> LevelAsync(CancellationToken ct);
    Task PingAsync(CancellationToken ct);
    Task HangUpAsync(CancellationToken ct);
}

public sealed class StudioLink : IHostedService, IDisposable
{
    private readonly IStudioLine _line;
    private readonly ILogger<StudioLink> _logger;
    private readonly CancellationTokenSource _end = new();
    private Task _metering = Task.CompletedTask;

    public StudioLink(IStudioLine line, ILogger<StudioLink> logger) => (_line, _logger) = (line, logger);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _metering = Task.WhenAll(
            RepeatAsync(MeterAsync, TimeSpan.FromMilliseconds(200), _end.Token),
            RepeatAsync(_line.PingAsync, TimeSpan.FromSeconds(10), cancellationToken)); //! HAZARD ping SHUT206
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _end.CancelAsync();
        try
        {
            await _metering.WaitAsync(cancellationToken); //! HAZARD ping SHUT208
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _logger.LogWarning("The studio line was still busy");
        }

        using var brief = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        try
        {
            await _line.HangUpAsync(brief.Token);
        }
        catch (Exception ex)
        {
            _logger.LogDebug(ex, "Line not hung up");
        }
    }

    public void Dispose() => _end.Dispose();

    private async Task MeterAsync(CancellationToken ct)
    {
        var level = await _line.LevelAsync(ct);
        if (level > -1)
            _logger.LogWarning("Clipping: {Level:F1} dBFS", level);
    }

    private async Task RepeatAsync(Func<CancellationToken, Task> action, TimeSpan every, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await action(ct);
            }
            catch (Exception ex) when (!ct.IsCancellationRequested)
            {
                _logger.LogWarning(ex, "Studio line");
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(every, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

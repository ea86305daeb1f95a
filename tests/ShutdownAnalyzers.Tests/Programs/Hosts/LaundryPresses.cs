namespace Laundry.Presses;

public interface IPress
{
    Task<bool> PressAsync(CancellationToken ct);
    Task OpenAsync(CancellationToken ct);
}

internal static class Resilience
{
    public static async Task<T> RetryAsync<T>(Func<CancellationToken, Task<T>> action, ILogger logger, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await action(ct);
            }
            catch (Exception ex) when (!ct.IsCancellationRequested)
            {
                logger.LogWarning(ex, "Trying again");
            }

            await Task.Delay(TimeSpan.FromSeconds(10), ct);
        }
    }

    public static async Task QuietlyAsync(this Task task, CancellationToken ct)
    {
        try
        {
            await task.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
        }
    }
}

public sealed class PressLine : BackgroundService
{
    private readonly IPress _press;
    private readonly ILogger<PressLine> _logger;
    private CancellationToken _stop;

    public PressLine(IPress press, ILogger<PressLine> logger)
    {
        _press = press;
        _logger = logger;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _stop = stoppingToken;
        return Task.WhenAll(Enumerable.Range(1, 3).Select(PressForeverAsync));
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await base.StopAsync(cancellationToken);
        }
        finally
        {
            await _press.OpenAsync(cancellationToken).QuietlyAsync(cancellationToken);
        }
    }

    private async Task PressForeverAsync(int station)
    {
        await Task.Yield();
        for (var shirts = 0; ;)
        {
            if (await Resilience.RetryAsync(_press.PressAsync, _logger, _stop))
                _logger.LogDebug("Station {Station}: {Shirts} shirts", station, ++shirts);
            else if (_stop.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(200)))
                return;
        }
    }
}

namespace Taxi.Meter;

public interface IFareStore
{
    Task<IAsyncDisposable> OpenBatchAsync(CancellationToken ct);
    Task<int> FlushAsync(CancellationToken ct);
}

public sealed class FareFlusher : BackgroundService
{
    private readonly IFareStore _fares;
    private readonly ILogger<FareFlusher> _logger;
    private readonly TimeSpan _lastFlush;

    public FareFlusher(IFareStore fares, IConfiguration configuration, ILogger<FareFlusher> logger)
    {
        _fares = fares;
        _logger = logger;
        _lastFlush = configuration.GetValue("Fares:LastFlush", TimeSpan.FromSeconds(10));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(20), stoppingToken);
            }
            catch (OperationCanceledException)
            {
                // only the delay can be cancelled here; the last flush follows below
                break;
            }

            await FlushAsync(stoppingToken);
        }

        using var last = new CancellationTokenSource(_lastFlush);
        await FlushAsync(last.Token);
    }

    private async Task FlushAsync(CancellationToken ct)
    {
        try
        {
            var count = await _fares.FlushAsync(ct);
            if (count > 0)
                _logger.LogInformation("{Count} fares flushed", count);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Fares are kept for the next flush");
        }
    }
}

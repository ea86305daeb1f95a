using System.Collections.Concurrent;

namespace Freight.Rates;

public interface IRateSource
{
    IReadOnlyList<string> Lanes { get; }
    Task<decimal> QuoteAsync(string lane, CancellationToken cancellationToken);
}

public sealed class RateSheet
{
    private readonly ConcurrentDictionary<string, decimal> _rates = new();

    public decimal? Find(string lane) => _rates.TryGetValue(lane, out var rate) ? rate : null;

    public void Set(string lane, decimal rate) => _rates[lane] = rate;
}

public sealed class RateSheetWarmup(IRateSource source, RateSheet sheet, IConfiguration configuration, ILogger<RateSheetWarmup> logger)
    : BackgroundService
{
    private int RefreshMinutes => configuration.GetValue("Rates:RefreshMinutes", 30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        do
        {
            foreach (var lane in source.Lanes)
                await RefreshAsync(lane, stoppingToken);

            await RestAsync(stoppingToken);
        }
        while (!stoppingToken.IsCancellationRequested);
    }

    private async Task RefreshAsync(string lane, CancellationToken cancellationToken)
    {
        var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken); //! HAZARD leak SHUT304
        limited.CancelAfter(TimeSpan.FromSeconds(20));
        try
        {
            sheet.Set(lane, await source.QuoteAsync(lane, limited.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning("Quote for {Lane} timed out", lane);
        }
    }

    private async Task RestAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return;

        logger.LogDebug("Next refresh in {Minutes} min", RefreshMinutes);
        await Task.Delay(TimeSpan.FromMinutes(RefreshMinutes)); //! HAZARD rest SHUT102
    }
}

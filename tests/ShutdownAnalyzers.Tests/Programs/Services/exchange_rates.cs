using System.Collections.Concurrent;

namespace Bank.Rates;

public sealed class RateTable
{
    private readonly ConcurrentDictionary<string, decimal> _rates = new();

    public decimal? Get(string pair) => _rates.TryGetValue(pair, out var rate) ? rate : null;

    public void Set(string pair, decimal rate) => _rates[pair] = rate;
}

public sealed class RateRefresher(IHttpClientFactory factory, RateTable table, ILogger<RateRefresher> logger) : BackgroundService
{
    private readonly TimeSpan _pause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RefreshAsync("EURUSD", stoppingToken); //! HAZARD escape SHUT106
                await RefreshAsync("EURCHF", stoppingToken);
            }
            catch (Exception ex) when (Survivable(ex)) //! HAZARD escape SHUT106
            {
                logger.LogError(ex, "Rates are stale");
            }

            await Task.Delay(_pause, stoppingToken);
        }
    }

    private static bool Survivable(Exception ex) => ex is not OperationCanceledException; //! HAZARD escape SHUT106

    private async Task RefreshAsync(string pair, CancellationToken ct)
    {
        using var client = factory.CreateClient("rates");
        client.Timeout = TimeSpan.FromSeconds(5);
        var rate = await client.GetFromJsonAsync<Rate>($"spot/{pair}", ct); //! HAZARD escape SHUT106
        if (rate is { Bid: > 0 })
            table.Set(pair, rate.Bid);
    }

    private sealed record Rate(decimal Bid, decimal Ask);
}

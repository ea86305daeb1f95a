using System.Net.Http.Json;

namespace Store.Inventory;

public sealed record StockLevel(string Sku, int OnHand);

public sealed class StockTable
{
    private volatile IReadOnlyDictionary<string, int> _levels = new Dictionary<string, int>();

    public int Find(string sku) => _levels.GetValueOrDefault(sku);

    public void Replace(IEnumerable<StockLevel> levels) => _levels = levels.ToDictionary(l => l.Sku, l => l.OnHand);
}

public sealed class InventorySync(IHttpClientFactory clients, StockTable table, ILogger<InventorySync> logger) : BackgroundService
{
    private static readonly TimeSpan[] Backoff =
        [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(1)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                using var client = clients.CreateClient("erp");
                var levels = await client.GetFromJsonAsync<StockLevel[]>("stock", stoppingToken);
                table.Replace(levels ?? []);
                failures = 0;
                pause = TimeSpan.FromMinutes(2);
            }
            catch (Exception ex)
            {
                if (stoppingToken.IsCancellationRequested)
                    break;

                pause = Backoff[Math.Min(failures++, Backoff.Length - 1)];
                logger.LogWarning(ex, "Stock not loaded, next attempt in {Pause}", pause);
            }

            await Task.Delay(pause, stoppingToken);
        }
    }
}

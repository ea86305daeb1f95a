using System.Net;

namespace Wholesale.Stock;

public sealed record StockLevel(string Sku, int Count);

public interface IStockTable
{
    Task UpdateAsync(StockLevel[] levels, CancellationToken ct);
}

public sealed class StockPoller(HttpClient http, IStockTable table, ILogger<StockPoller> logger) : BackgroundService
{
    private TimeSpan _pause = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await PollAsync(stoppingToken);
            }
            catch (OperationCanceledException ex)
            {
                if (stoppingToken.IsCancellationRequested)
                    return;
                logger.LogWarning("The wholesaler is slow: {Message}", ex.Message);
                Back();
            }
            catch (HttpRequestException ex) when (ex.StatusCode is null or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError)
            {
                logger.LogWarning("The wholesaler answers {Status}", ex.StatusCode);
                Back();
            }

            await Task.WhenAny(Task.Delay(_pause, stoppingToken));
        }
    }

    private void Back() => _pause = TimeSpan.FromSeconds(Math.Min(_pause.TotalSeconds * 2, 600));

    private async Task PollAsync(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(6));

        var levels = await http.GetFromJsonAsync<StockLevel[]>("stock", limit.Token) ?? [];
        await table.UpdateAsync(levels, ct);
        _pause = TimeSpan.FromSeconds(20);
    }
}

public sealed class StockAlarm(IStockTable table, IConfiguration configuration, ILogger<StockAlarm> logger) : BackgroundService
{
    private readonly TimeSpan _every = configuration.GetValue("Alarm:Every", TimeSpan.FromMinutes(3));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await table.UpdateAsync([], stoppingToken);
                await Task.Delay(_every, stoppingToken);
            }
            catch (Exception ex) when (ex is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                logger.LogError(ex, "Alarm round failed");
                await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
            }
        }
    }
}

namespace Forex.Ticker;

public sealed record Rate(string Pair, decimal Bid, decimal Ask);

public interface IRateBoard
{
    void Post(Rate rate);
    DateTimeOffset LastUpdate { get; }
}

public static class TickerSetup
{
    public static void AddTicker(this IServiceCollection services, Uri feed)
    {
        services.AddHttpClient<RateClient>(c =>
        {
            c.BaseAddress = feed;
            c.Timeout = TimeSpan.FromSeconds(10);
        });
        services.AddHostedService<CurrencyTicker>();
    }
}

public sealed class RateClient(HttpClient http)
{
    public async Task<Rate[]> LatestAsync(CancellationToken ct) => await http.GetFromJsonAsync<Rate[]>("v2/latest", ct) ?? [];
}

public sealed class CurrencyTicker(IServiceScopeFactory scopes, IRateBoard board, ILogger<CurrencyTicker> logger) : BackgroundService
{
    private const int MaxBackOff = 60;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => TickAsync(5, stoppingToken);

    private async Task TickAsync(int seconds, CancellationToken stop)
    {
        var backOff = seconds;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                foreach (var rate in await scope.ServiceProvider.GetRequiredService<RateClient>().LatestAsync(stop)) //! HAZARD timeout SHUT105
                    board.Post(rate);

                backOff = seconds;
            }
            catch (HttpRequestException ex)
            {
                backOff = Math.Min(backOff * 2, MaxBackOff);
                logger.LogWarning(ex, "The feed is down, next try in {Seconds} s", backOff);
            }
            catch (TaskCanceledException) //! HAZARD timeout SHUT105
            {
                logger.LogInformation("Ticker ends, last rate of {At}", board.LastUpdate);
                return; //! HAZARD timeout SHUT105
            }

            await Task.Delay(TimeSpan.FromSeconds(backOff), stop);
        }
    }
}

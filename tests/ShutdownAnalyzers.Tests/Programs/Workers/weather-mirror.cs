namespace Weather.Mirror;

public sealed record Forecast(string Place, DateOnly Day, double Low, double High);

public interface IForecastStore
{
    Task SaveAsync(IEnumerable<Forecast> forecasts, CancellationToken cancellationToken);
}

public sealed class WeatherMirror(IHttpClientFactory clients, IForecastStore store, ILogger<WeatherMirror> logger) : BackgroundService
{
    private static readonly string[] Places = ["oslo", "bergen", "tromso"];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                foreach (var place in Places)
                    await MirrorAsync(place, stoppingToken);

                await Task.Delay(TimeSpan.FromMinutes(10), stoppingToken);
            }
        }
        catch (OperationCanceledException) //! HAZARD dies SHUT105
        {
            logger.LogInformation("Mirror stopped");
        }
    }

    private async Task MirrorAsync(string place, CancellationToken cancellationToken)
    {
        var client = clients.CreateClient("met");
        try
        {
            var forecasts = await client.GetFromJsonAsync<Forecast[]>($"forecast/{place}", cancellationToken);
            await store.SaveAsync(forecasts ?? [], cancellationToken);
        }
        catch (HttpRequestException e) when (e.StatusCode is not null)
        {
            logger.LogWarning("{Place}: {Status}", place, e.StatusCode);
        }
    }
}

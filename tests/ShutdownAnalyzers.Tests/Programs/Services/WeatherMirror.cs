namespace Weather.Mirror;

public sealed record Observation(string Station, double Celsius, double Hectopascal);

public interface IObservationStore
{
    Task SaveAsync(Observation observation, CancellationToken ct);
}

public sealed class WeatherMirror(HttpClient http, IObservationStore store, ILogger<WeatherMirror> logger) : BackgroundService
{
    private static readonly string[] Stations = ["10382", "10637", "10865"];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var station in Stations)
                await MirrorAsync(station, stoppingToken);

            await Task.Delay(TimeSpan.FromMinutes(10), stoppingToken);
        }
    }

    private async Task MirrorAsync(string station, CancellationToken ct)
    {
        try
        {
            var observation = await http.GetFromJsonAsync<Observation>($"stations/{station}/latest", ct);
            if (observation is not null) await store.SaveAsync(observation, ct);
        }
        catch (OperationCanceledException ex) when (!ct.IsCancellationRequested)
        {
            logger.LogWarning("Station {Station} timed out: {Message}", station, ex.InnerException?.Message ?? ex.Message);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            logger.LogError(ex, "Station {Station} skipped", station);
        }
    }
}

public static class WeatherServices
{
    public static IServiceCollection AddWeatherMirror<TStore>(this IServiceCollection services, Uri source) where TStore : class, IObservationStore
    {
        services.AddSingleton<IObservationStore, TStore>();
        services.AddHttpClient(nameof(WeatherMirror), http =>
        {
            http.BaseAddress = source;
            http.Timeout = TimeSpan.FromSeconds(8);
        });
        services.AddSingleton<IHostedService>(sp =>
        {
            var http = sp.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(WeatherMirror));
            return ActivatorUtilities.CreateInstance<WeatherMirror>(sp, http);
        });
        return services;
    }
}

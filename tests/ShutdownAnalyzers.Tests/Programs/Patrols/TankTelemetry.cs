namespace Vineyard.Tanks;

public sealed record TankPage(long Cursor, IReadOnlyList<TankReading> Readings);

public sealed record TankReading(string Tank, double Celsius, double Density, DateTimeOffset At);

public interface ICursorStore
{
    Task<long> LoadAsync(CancellationToken cancellationToken);
    Task SaveAsync(long cursor, CancellationToken cancellationToken);
}

public interface IFermentation
{
    void Observe(TankReading reading);
}

public sealed class TankTelemetry(HttpClient http, ICursorStore cursors, IFermentation fermentation, ILogger<TankTelemetry> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);
    private long _cursor;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _cursor = await cursors.LoadAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var readings = await ReadPageAsync(stoppingToken);
                if (readings == 0)
                    await Task.Delay(Pause, stoppingToken);
            }
            catch (OperationCanceledException) //! HAZARD timeout SHUT105
            {
                break; //! HAZARD timeout SHUT105
            }
            catch (HttpRequestException ex)
            {
                logger.LogWarning(ex, "Tank gateway not reachable");
                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await RememberAsync(stoppingToken); //! HAZARD cursor SHUT108
    }

    private async Task<int> ReadPageAsync(CancellationToken cancellationToken)
    {
        var page = await http.GetFromJsonAsync<TankPage>($"tanks/readings?after={_cursor}", cancellationToken);
        if (page is null)
            return 0;

        foreach (var reading in page.Readings)
            fermentation.Observe(reading);

        _cursor = page.Cursor;
        return page.Readings.Count;
    }

    private async Task RememberAsync(CancellationToken cancellationToken)
    {
        await cursors.SaveAsync(_cursor, cancellationToken); //! HAZARD cursor SHUT108
        logger.LogInformation("Cursor {Cursor} saved", _cursor);
    }
}

public static class TankServices
{
    public static IServiceCollection AddTanks(this IServiceCollection services, Uri gateway)
    {
        services.AddHttpClient(nameof(TankTelemetry), client =>
        {
            client.BaseAddress = gateway;
            client.Timeout = TimeSpan.FromSeconds(8);
        });
        return services.AddHostedService(sp => ActivatorUtilities.CreateInstance<TankTelemetry>(sp, sp.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(TankTelemetry))));
    }
}

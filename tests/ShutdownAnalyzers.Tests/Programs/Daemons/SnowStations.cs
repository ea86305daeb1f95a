namespace Alpine.Snow;

public sealed class StationOptions
{
    public required string Id { get; init; }
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(8);
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(2);
}

public sealed record SnowDepth(string Station, double Centimetres);

public interface IStationRadio
{
    Task<double> ReadDepthAsync(string station, CancellationToken ct);
}

public interface IDepthTable
{
    Task StoreAsync(SnowDepth depth, CancellationToken ct);
}

internal sealed class StationReader(IStationRadio radio, IDepthTable table, StationOptions options, ILogger<StationReader> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var attempt = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken); //! HAZARD attempt SHUT304
            attempt.CancelAfter(options.ReadTimeout);

            if (await ReadAsync(attempt.Token, stoppingToken) is { } centimetres)
                await table.StoreAsync(new SnowDepth(options.Id, centimetres), stoppingToken);

            await Task.Delay(options.Interval, stoppingToken);
        }
    }

    private async Task<double?> ReadAsync(CancellationToken attempt, CancellationToken stop)
    {
        try
        {
            return await radio.ReadDepthAsync(options.Id, attempt);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            logger.LogWarning("{Station} did not answer within {Timeout}", options.Id, options.ReadTimeout);
            return null;
        }
    }
}

internal sealed class AvalancheBulletin(IHttpClientFactory clients, IDepthTable table, ILogger<AvalancheBulletin> logger) : BackgroundService
{
    private sealed record Region(string Name, double Depth);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(15));
        do
        {
            try
            {
                using var http = clients.CreateClient("bulletin");
                http.Timeout = TimeSpan.FromSeconds(10);
                var regions = await http.GetFromJsonAsync<Region[]>("regions", stoppingToken) ?? [];
                foreach (var region in regions)
                    await table.StoreAsync(new SnowDepth(region.Name, region.Depth), stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException) //! HAZARD escape SHUT106
            {
                logger.LogError(e, "The bulletin could not be read");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

public static class SnowServices
{
    public static IHostApplicationBuilder AddSnow(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(builder.Configuration.GetSection("Station").Get<StationOptions>() ?? new StationOptions { Id = "none" });
        builder.Services.AddHttpClient("bulletin", client => client.BaseAddress = new Uri("https://bulletin.example/"));
        builder.Services.AddHostedService<StationReader>();
        builder.Services.AddHostedService<AvalancheBulletin>();
        return builder;
    }
}

using System.Net;

namespace Water.Metering;

public sealed class MeteringWorker(IHttpClientFactory clients, MeterList meters, ILogger<MeteringWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30));
        do
        {
            foreach (var meter in meters)
                await ReadAsync(meter, stoppingToken); //! HAZARD attempt SHUT304
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ReadAsync(Uri meter, CancellationToken stop) //! HAZARD attempt SHUT304
    {
        var attempt = CancellationTokenSource.CreateLinkedTokenSource(stop); //! HAZARD attempt SHUT304
        attempt.CancelAfter(TimeSpan.FromSeconds(4)); //! HAZARD attempt SHUT304

        try
        {
            using var client = clients.CreateClient("meters");
            using var response = await client.GetAsync(meter, attempt.Token);
            if (response.StatusCode is HttpStatusCode.OK)
                logger.LogDebug("{Meter}: {Value}", meter, await response.Content.ReadAsStringAsync(attempt.Token));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            logger.LogWarning("{Meter} did not answer in time", meter);
        }
        catch (HttpRequestException ex)
        {
            logger.LogWarning(ex, "{Meter} is unreachable", meter);
        }
    }
}

public sealed class MeterList : List<Uri>;

public static class MeteringServices
{
    public static IServiceCollection AddMetering(this IServiceCollection services, MeterList meters)
    {
        services.AddHttpClient("meters");
        return services.AddSingleton(meters).AddHostedService<MeteringWorker>();
    }
}

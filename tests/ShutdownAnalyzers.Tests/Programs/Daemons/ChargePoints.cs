namespace Energy.Charging;

public sealed record ChargePoint(string Id, Uri Address);
public sealed record MeterValue(string ChargePoint, double KilowattHours);

public interface IMeterSink
{
    Task WriteAsync(MeterValue value, CancellationToken ct);
}

internal sealed class MeterPoller(IHttpClientFactory clients, IMeterSink sink, ILogger<MeterPoller> logger) : BackgroundService
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = Usual;
        while (true)
        {
            try
            {
                await RoundAsync(stoppingToken);
                pause = Usual;
            }
            catch (Exception e)
            {
                pause = pause * 2 < Longest ? pause * 2 : Longest;
                if (!stoppingToken.IsCancellationRequested)
                    logger.LogWarning(e, "Meters could not be read, next try in {Pause}", pause);
            }

            await Task.Delay(pause, stoppingToken);
        }
    }

    private async Task RoundAsync(CancellationToken ct)
    {
        using var http = clients.CreateClient("meters");
        await foreach (var point in http.GetFromJsonAsAsyncEnumerable<ChargePoint>("points", ct))
        {
            if (point is null) continue;
            if (await http.GetFromJsonAsync<MeterValue>(new Uri(point.Address, "meter"), ct) is { } value)
                await sink.WriteAsync(value, ct);
        }
    }
}

internal sealed class TariffClock(IHttpClientFactory clients, ILogger<TariffClock> logger) : BackgroundService
{
    private volatile string _tariff = "day";

    public string Tariff => _tariff;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var failures = 0; failures < 500;)
        {
            try
            {
                using var http = clients.CreateClient("tariffs");
                _tariff = await http.GetStringAsync("now", stoppingToken);
                failures = 0;
                await Task.Delay(TimeSpan.FromMinutes(15), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                throw;
            }
            catch (Exception e)
            {
                failures++;
                logger.LogWarning(e, "No tariff, {Failures}", failures);
                stoppingToken.WaitHandle.WaitOne(TimeSpan.FromSeconds(20));
            }
        }

        throw new InvalidOperationException("The tariff service is gone for good.");
    }
}

public static class ChargingServices
{
    public static IServiceCollection AddCharging(this IServiceCollection services)
    {
        services.AddHttpClient("meters", c => c.BaseAddress = new Uri("https://meters.example/"));
        services.AddHttpClient("tariffs", c => c.Timeout = TimeSpan.FromSeconds(5)).ConfigureHttpClient(c => c.BaseAddress = new Uri("https://tariffs.example/"));
        services.AddSingleton<TariffClock>();
        services.AddHostedService(sp => sp.GetRequiredService<TariffClock>());
        return services.AddHostedService<MeterPoller>();
    }
}

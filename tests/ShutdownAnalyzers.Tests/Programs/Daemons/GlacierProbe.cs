namespace Research.Glacier;

/// <summary>Base of all probes: the pace and the end of the loop are here, the children only measure.</summary>
public abstract class Probe(ILogger logger) : BackgroundService
{
    private CancellationToken _ending;

    protected abstract TimeSpan Pace { get; }

    protected abstract Task MeasureAsync();

    protected Task PauseAsync(TimeSpan time) => Task.Delay(time, _ending);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _ending = stoppingToken;
        while (true)
        {
            try
            {
                await MeasureAsync();
            }
            catch (Exception ex)
            {
                if (ShouldLeave())
                    return;
                logger.LogError(ex, "{Probe} failed", GetType().Name);
            }

            await PauseAsync(Pace);
        }
    }

    private bool ShouldLeave() => _ending.IsCancellationRequested;
}

public interface IIceRadar
{
    Task<double> DepthAsync();
}

public sealed class DepthProbe(IIceRadar radar, ILogger<DepthProbe> logger) : Probe(logger)
{
    private readonly List<double> _series = [];

    protected override TimeSpan Pace => TimeSpan.FromMinutes(10);

    protected override async Task MeasureAsync()
    {
        for (var i = 0; i < 3; i++)
        {
            _series.Add(await radar.DepthAsync());
            await PauseAsync(TimeSpan.FromSeconds(7));
        }

        if (_series.Count > 1000)
            _series.RemoveRange(0, 500);
    }
}

public sealed class MeltProbe(IHttpClientFactory clients, ILogger<MeltProbe> logger) : Probe(logger)
{
    private double _total;

    protected override TimeSpan Pace => TimeSpan.FromHours(1);

    protected override async Task MeasureAsync()
    {
        using var client = clients.CreateClient("melt");
        client.Timeout = TimeSpan.FromSeconds(3);
        var litres = await client.GetFromJsonAsync<double>("flow/last-hour");
        _total += litres;
        if (_total > 1e9)
            _total = 0;
    }
}

public static class GlacierModule
{
    public static IServiceCollection AddGlacier<TRadar>(this IServiceCollection services, Uri station) where TRadar : class, IIceRadar
    {
        services.AddHttpClient("melt", c => c.BaseAddress = station);
        services.AddSingleton<IIceRadar, TRadar>();
        services.AddHostedService<DepthProbe>();
        services.AddHostedService<MeltProbe>();
        return services;
    }
}

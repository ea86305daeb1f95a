using System.Globalization;

namespace Weather.Storms;

public sealed record Strike(double Latitude, double Longitude, int KiloAmpere);

public interface IStrikeSource
{
    IAsyncEnumerable<Strike> StrikesAsync(CancellationToken cancellationToken);
}

public interface IStormMap
{
    ValueTask PlotAsync(Strike strike);
    Task<int> SweepAsync(int azimuth, CancellationToken cancellationToken);
}

internal class LightningFeed(IStrikeSource source, IStormMap map, ILogger<LightningFeed> logger) : IHostedService
{
    private Task? _pump;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _pump = PumpAsync(cancellationToken); //! HAZARD feed SHUT206 SHUT205
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_pump is null) return;
        try
        {
            await _pump.WaitAsync(cancellationToken); //! HAZARD feed SHUT208 SHUT206
        }
        catch (OperationCanceledException)
        {
            logger.LogWarning("Lightning feed was still busy");
        }
    }

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested) //! HAZARD feed SHUT206
        {
            try
            {
                await foreach (var strike in source.StrikesAsync(cancellationToken)) //! HAZARD feed SHUT206
                    await map.PlotAsync(strike);
            }
            catch (IOException ex)
            {
                logger.LogWarning(ex, "Strike feed broke, connecting again");
            }

            await Task.Delay(TimeSpan.FromSeconds(3), cancellationToken); //! HAZARD feed SHUT206
        }
    }
}

internal class RadarSweeper(IStormMap map, string checkpoint) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _sweeping = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _sweeping = Task.Run(SweepAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) //! HAZARD sweep SHUT209
    {
        _stop.Cancel(); //! HAZARD sweep SHUT209
        return Task.CompletedTask; //! HAZARD sweep SHUT209
    }

    public void Dispose() => _stop.Dispose();

    private async Task SweepAsync()
    {
        var stop = _stop.Token;
        var azimuth = File.Exists(checkpoint) ? int.Parse(await File.ReadAllTextAsync(checkpoint, stop), CultureInfo.InvariantCulture) : 0;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                azimuth = (azimuth + await map.SweepAsync(azimuth, stop)) % 360;
                await Task.Delay(TimeSpan.FromSeconds(2), stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        finally
        {
            await File.WriteAllTextAsync(checkpoint, azimuth.ToString(CultureInfo.InvariantCulture), CancellationToken.None);
        }
    }
}

internal sealed class StationRelay(string region, IStormMap map, IStrikeSource local) : BackgroundService
{
    public string Region => region;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var strike in local.StrikesAsync(stoppingToken))
            await map.PlotAsync(strike with { KiloAmpere = Math.Abs(strike.KiloAmpere) });
    }
}

public static class StormServices
{
    public static IServiceCollection AddStorms(this IServiceCollection services, string state)
    {
        services.AddHostedService<LightningFeed>();
        services.AddHostedService(sp => new RadarSweeper(sp.GetRequiredService<IStormMap>(), Path.Combine(state, "azimuth")));
        services.AddHostedService(sp => new StationRelay("north", sp.GetRequiredService<IStormMap>(), sp.GetRequiredKeyedService<IStrikeSource>("north")));
        services.AddHostedService(sp => new StationRelay("south", sp.GetRequiredService<IStormMap>(), sp.GetRequiredKeyedService<IStrikeSource>("south"))); //! HAZARD relay SHUT214
        return services;
    }
}

using System.Diagnostics;

namespace Port.Cranes;

public sealed record CraneTelemetry(int Crane, double LoadTons, double WindMs);

public interface ICraneLink : IAsyncDisposable
{
    Task OpenAsync(CancellationToken ct);
    Task<CraneTelemetry> ReceiveAsync(CancellationToken ct);
    Task ParkAsync();
}

public interface ICraneDisplay
{
    void Show(CraneTelemetry telemetry);
    void Warn(int crane, string text);
}

public sealed class CraneLinkService(ICraneLink link, ICraneDisplay display, ILogger<CraneLinkService> logger) : BackgroundService
{
    private const double WindLimit = 20;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await link.OpenAsync(stoppingToken);
        using var parking = stoppingToken.Register(Park); //! HAZARD park SHUT211 SHUT302

        var stopwatch = Stopwatch.StartNew();
        while (!stoppingToken.IsCancellationRequested)
        {
            var telemetry = await link.ReceiveAsync(stoppingToken);
            display.Show(telemetry);
            if (telemetry.WindMs > WindLimit)
                display.Warn(telemetry.Crane, $"wind {telemetry.WindMs:0} m/s");

            if (stopwatch.Elapsed < TimeSpan.FromMinutes(1)) continue;
            stopwatch.Restart();
            logger.LogInformation("Crane {Crane}: {Load} t", telemetry.Crane, telemetry.LoadTons);
        }
    }

    private void Park()
    {
        logger.LogInformation("Parking the crane");
        link.ParkAsync().GetAwaiter().GetResult(); //! HAZARD park SHUT211 SHUT302
    }
}

public static class CraneServices
{
    public static IServiceCollection AddCranes<TLink, TDisplay>(this IServiceCollection services)
        where TLink : class, ICraneLink
        where TDisplay : class, ICraneDisplay
        => services.AddSingleton<ICraneLink, TLink>().AddSingleton<ICraneDisplay, TDisplay>().AddHostedService<CraneLinkService>();
}

public interface IWindMast
{
    Stream Open();
}

public sealed class WindMastReader(IWindMast mast, ICraneDisplay display) : BackgroundService
{
    private readonly StreamReader _reader = new(mast.Open());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _reader.ReadLineAsync(stoppingToken) is { } line)
        {
            if (double.TryParse(line, out var speed) && speed > 18)
                display.Warn(0, $"mast reports {speed:0.0} m/s");
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _reader.Dispose(); //! HAZARD mast SHUT203
        return base.StopAsync(cancellationToken); //! HAZARD mast SHUT203
    }
}

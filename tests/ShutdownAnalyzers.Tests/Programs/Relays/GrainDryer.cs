namespace Farm.Grain;

public interface IBurner
{
    void Set(double share);
}

public interface IMoistureProbe
{
    double Read();
}

public sealed class DryingZone(string name, IMoistureProbe probe, IBurner burner, double target)
{
    public string Name { get; } = name;
    public double Moisture { get; private set; } = double.NaN;

    public void Regulate()
    {
        Moisture = probe.Read();
        burner.Set(Math.Clamp((Moisture - target) / 4, 0, 1));
    }

    public void Cool() => burner.Set(0);
}

public interface IDryerFactory
{
    IReadOnlyList<DryingZone> Zones();
}

internal sealed class GrainDryer : BackgroundService
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(12);

    private readonly IReadOnlyList<DryingZone> _zones;
    private readonly ILogger<GrainDryer> _logger;

    public GrainDryer(IDryerFactory factory, ILogger<GrainDryer> logger)
    {
        _zones = factory.Zones();
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(_zones.Select(zone => Task.Run(() => Dry(zone), stoppingToken))); //! HAZARD zones SHUT111 SHUT101
        }
        finally
        {
            foreach (var zone in _zones)
                zone.Cool();
        }
    }

    private void Dry(DryingZone zone) //! HAZARD zones SHUT111 SHUT101
    {
        var failures = 0;
        while (true) //! HAZARD zones SHUT111 SHUT101
        {
            try
            {
                zone.Regulate();
                failures = 0;
            }
            catch (IOException ex)
            {
                zone.Cool();
                _logger.LogError(ex, "Zone {Zone} failed {Times} times", zone.Name, ++failures);
            }

            Thread.Sleep(Step); //! HAZARD zones SHUT111 SHUT101 SHUT102
        }
    }
}

public interface IMoistureBook
{
    Task OpenAsync(CancellationToken cancellationToken);
    Task NoteAsync(string zone, double moisture, CancellationToken cancellationToken);
    Task CloseAsync(CancellationToken cancellationToken);
}

internal sealed class MoistureRecorder : BackgroundService
{
    private readonly IMoistureBook _book;
    private readonly IReadOnlyList<DryingZone> _zones;
    private readonly ILogger<MoistureRecorder> _logger;
    private bool _opened;

    public MoistureRecorder(IMoistureBook book, IDryerFactory factory, ILogger<MoistureRecorder> logger)
    {
        _book = book;
        _zones = factory.Zones();
        _logger = logger;
    }

    public override async Task StartAsync(CancellationToken cancellationToken) //! HAZARD recorder SHUT202
    {
        await _book.OpenAsync(cancellationToken);
        _opened = true;
        _logger.LogInformation("Moisture book opened for {Count} zones", _zones.Count);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (!_opened)
            return;

        try
        {
            await _book.CloseAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _logger.LogWarning("Moisture book could not be closed in time");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var quarter = new PeriodicTimer(TimeSpan.FromMinutes(15));
        while (await quarter.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var zone in _zones.Where(z => !double.IsNaN(z.Moisture)))
                await _book.NoteAsync(zone.Name, zone.Moisture, stoppingToken);
        }
    }
}

public static class GrainServices
{
    public static IHostApplicationBuilder AddGrainDryer(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHostedService<MoistureRecorder>();
        builder.Services.AddHostedService<GrainDryer>();
        return builder;
    }
}

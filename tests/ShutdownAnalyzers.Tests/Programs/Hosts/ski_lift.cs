namespace SkiArea.Lifts;

public interface IDrive
{
    Task RunAsync(double metresPerSecond, CancellationToken ct);
    Task BrakeAsync(CancellationToken ct);
}

public interface IWindGauge
{
    Task<double> GustAsync(CancellationToken ct);
}

public abstract class LiftService : BackgroundService
{
    private readonly ILogger _logger;

    protected LiftService(string name, ILogger logger)
    {
        Name = name;
        _logger = logger;
    }

    public string Name { get; }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _logger.LogInformation("{Lift} opens", Name);
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken) //! HAZARD lift SHUT201
    {
        _logger.LogInformation("{Lift} closes", Name);
        await CloseAsync(cancellationToken);
    }

    protected virtual Task CloseAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

public sealed class ChairLift(IDrive drive, IWindGauge wind, ILogger<ChairLift> logger) : LiftService("Chair 6", logger)
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var gust = await wind.GustAsync(stoppingToken);
            var speed = gust switch { > 20 => 0, > 12 => 2.5, _ => 5 };
            await drive.RunAsync(speed, stoppingToken);
            await Task.Delay(TimeSpan.FromSeconds(15), stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await drive.BrakeAsync(cancellationToken);
    }
}

public sealed class SnowCannons : BackgroundService
{
    private readonly ICannonBus _bus;
    private readonly ILogger<SnowCannons> _logger;

    public SnowCannons(ICannonBus bus, ILogger<SnowCannons> logger)
    {
        _bus = bus;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(5));
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await _bus.AdjustAsync(stoppingToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken) //! HAZARD cannons SHUT201
    {
        var worker = base.StopAsync(cancellationToken); //! HAZARD cannons SHUT201
        if (!worker.IsCompleted)
            _logger.LogDebug("A round of cannons is still being set");

        await _bus.ShutAllAsync(cancellationToken);
    }
}

public interface ICannonBus
{
    Task AdjustAsync(CancellationToken ct);
    Task ShutAllAsync(CancellationToken ct);
}

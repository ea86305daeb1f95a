namespace Museum.Climate;

public interface IAirHandler : IDisposable
{
    Task SetAsync(string room, double celsius, CancellationToken ct);
    Task ReleaseControlAsync();
}

public interface IExhibitPlan
{
    IEnumerable<(string Room, double Celsius)> Current { get; }
}

public class ClimateRegulator : BackgroundService
{
    private readonly IAirHandler _air;
    private readonly IExhibitPlan _plan;

    public ClimateRegulator(IAirHandler air, IExhibitPlan plan) => (_air, _plan) = (air, plan);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var (room, celsius) in _plan.Current)
                await _air.SetAsync(room, celsius, stoppingToken);

            await Task.Delay(TimeSpan.FromMinutes(2), stoppingToken);
        }

        await _air.ReleaseControlAsync(); //! HAZARD release SHUT107
    }
}

public class LuxMeter : IDisposable
{
    private readonly FileStream _device = new("/dev/lux0", FileMode.Open, FileAccess.Read);

    public int Read()
    {
        Span<byte> frame = stackalloc byte[2];
        _device.ReadExactly(frame);
        return frame[0] << 8 | frame[1];
    }

    public void Dispose() => _device.Dispose();
}

public class LightGuard(ILogger<LightGuard> logger) : BackgroundService
{
    private readonly LuxMeter _meter = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await tick.WaitForNextTickAsync(stoppingToken))
        {
            var lux = _meter.Read();
            if (lux > 50)
                logger.LogWarning("Textile gallery too bright: {Lux} lx", lux);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _meter.Dispose(); //! HAZARD meter SHUT203
        await base.StopAsync(cancellationToken); //! HAZARD meter SHUT203
    }
}

public class VisitorCounter(IExhibitPlan plan, ILogger<VisitorCounter> logger) : BackgroundService
{
    private int _rounds;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            logger.LogDebug("Round {Round}: {Rooms} rooms open", ++_rounds, plan.Current.Count());
            await Task.Delay(60_000, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        logger.LogInformation("Counted {Rounds} rounds", _rounds);
    }
}

namespace Greenhouse;

public interface IClimate
{
    ValueTask<(double Temperature, double Humidity)> MeasureAsync(CancellationToken ct);
    ValueTask VentilateAsync(bool open, CancellationToken ct);
}

public abstract class PeriodicService : BackgroundService
{
    private readonly PeriodicTimer _timer;

    protected PeriodicService(TimeSpan period, ILogger logger)
    {
        _timer = new PeriodicTimer(period);
        Logger = logger;
    }

    protected ILogger Logger { get; }

    protected abstract Task OnTickAsync(CancellationToken ct);

    public sealed override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        // a disposed timer answers false: the loop below ends by itself
        _timer.Dispose();
        return base.StopAsync(cancellationToken);
    }

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _timer.WaitForNextTickAsync(CancellationToken.None))
        {
            try
            {
                await OnTickAsync(stoppingToken);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                Logger.LogError(ex, "{Service} missed a tick", GetType().Name);
            }
        }
    }
}

public sealed class Ventilation : PeriodicService
{
    private readonly IClimate _climate;
    private bool _open;

    public Ventilation(IClimate climate, ILogger<Ventilation> logger)
        : base(TimeSpan.FromSeconds(20), logger)
        => _climate = climate;

    protected override async Task OnTickAsync(CancellationToken ct)
    {
        var (temperature, humidity) = await _climate.MeasureAsync(ct);
        var open = temperature > 27 || humidity > 0.85;
        if (open == _open)
            return;

        await _climate.VentilateAsync(open, ct);
        _open = open;
        Logger.LogInformation("Windows {State}", open ? "opened" : "closed");
    }
}

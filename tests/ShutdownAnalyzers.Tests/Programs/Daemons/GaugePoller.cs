namespace Refinery.Gauges;

/// <summary>The pace of one worker: rests, and throws as soon as the host wants to stop.</summary>
public readonly struct Cadence(TimeSpan interval, CancellationToken stop)
{
    public CancellationToken Stop => stop;

    public void EnsureGoing()
    {
        if (stop.IsCancellationRequested)
            throw new OperationCanceledException("The host stops.", stop);
    }

    public void Rest()
    {
        stop.WaitHandle.WaitOne(interval);
        EnsureGoing();
    }
}

public interface IGaugeBus
{
    double Read(int register);
    void Write(int register, double value);
}

public abstract class RegisterWorker : BackgroundService
{
    private readonly TimeSpan _interval;

    protected RegisterWorker(TimeSpan interval) => _interval = interval;

    protected abstract void Turn(Cadence cadence);

    protected virtual void Leave()
    {
    }

    protected sealed override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.Factory.StartNew(() => Loop(new Cadence(_interval, stoppingToken)), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Loop(Cadence cadence)
    {
        try
        {
            while (true)
            {
                Turn(cadence);
                cadence.Rest();
            }
        }
        catch (OperationCanceledException) when (cadence.Stop.IsCancellationRequested)
        {
            // the way out
        }
        finally
        {
            Leave();
        }
    }
}

internal sealed class PressureControl : RegisterWorker
{
    private const int ValveRegister = 0x41;
    private readonly IGaugeBus _bus;
    private readonly ILogger<PressureControl> _logger;

    public PressureControl(IGaugeBus bus, ILogger<PressureControl> logger) : base(TimeSpan.FromMilliseconds(750))
    {
        _bus = bus;
        _logger = logger;
    }

    protected override void Turn(Cadence cadence)
    {
        for (var register = 0; register < 16; register++)
        {
            cadence.EnsureGoing();
            try
            {
                var pressure = _bus.Read(register);
                if (pressure > 4.5) _bus.Write(ValveRegister, 1);
            }
            catch (TimeoutException e)
            {
                _logger.LogWarning(e, "Register {Register} does not answer", register);
            }
        }
    }

    protected override void Leave()
    {
        _bus.Write(ValveRegister, 0);
        _logger.LogInformation("Valve closed");
    }
}

public static class RefineryServices
{
    public static IServiceCollection AddRefinery<TBus>(this IServiceCollection services) where TBus : class, IGaugeBus
        => services.AddSingleton<IGaugeBus, TBus>().AddHostedService<PressureControl>();
}

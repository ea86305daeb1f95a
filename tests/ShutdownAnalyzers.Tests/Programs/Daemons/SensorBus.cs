namespace Bakery.Ovens;

public interface IOvenBus : IAsyncDisposable
{
    ValueTask<double> ReadAsync(int oven, CancellationToken cancellationToken);
    ValueTask SetHeatAsync(int oven, bool on, CancellationToken cancellationToken);
}

public interface IOvenBusFactory
{
    Task<IOvenBus> OpenAsync(CancellationToken cancellationToken);
}

/// <summary>Sealed template: the loop is stopped first, then the derived class may clean up with what is left of the time.</summary>
public abstract partial class BusService : BackgroundService
{
    private IOvenBus? _bus;

    protected abstract TimeSpan Interval { get; }

    protected abstract ValueTask TurnAsync(IOvenBus bus);

    protected virtual ValueTask LeaveAsync(IOvenBus bus, CancellationToken deadline) => ValueTask.CompletedTask;

    protected CancellationToken Stopping { get; private set; }

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Stopping = stoppingToken;
        _bus = await _factory.OpenAsync(stoppingToken);
        while (await PauseAsync())
            await TurnAsync(_bus);
    }

    private async ValueTask<bool> PauseAsync()
    {
        await Task.Delay(Interval, Stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !Stopping.IsCancellationRequested;
    }
}

public abstract partial class BusService
{
    private readonly IOvenBusFactory _factory;
    private readonly ILogger _logger;

    protected BusService(IOvenBusFactory factory, ILogger logger)
    {
        _factory = factory;
        _logger = logger;
    }

    public sealed override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (Interlocked.Exchange(ref _bus, null) is not { } bus) return;

        try
        {
            await LeaveAsync(bus, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _logger.LogWarning("No time left to leave the bus properly");
        }
        finally
        {
            await bus.DisposeAsync();
        }
    }
}

internal sealed class OvenControl(IOvenBusFactory factory, ILogger<OvenControl> logger) : BusService(factory, logger)
{
    private const int Ovens = 6;
    private readonly bool[] _heating = new bool[Ovens];

    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    protected override async ValueTask TurnAsync(IOvenBus bus)
    {
        for (var oven = 0; oven < Ovens && !Stopping.IsCancellationRequested; oven++)
        {
            var celsius = await bus.ReadAsync(oven, CancellationToken.None);
            var on = celsius < 215;
            if (_heating[oven] == on) continue;

            _heating[oven] = on;
            await bus.SetHeatAsync(oven, on, CancellationToken.None);
        }
    }

    protected override async ValueTask LeaveAsync(IOvenBus bus, CancellationToken deadline)
    {
        for (var oven = 0; oven < Ovens; oven++)
            await bus.SetHeatAsync(oven, on: false, deadline);
    }
}

public static class BakeryServices
{
    public static IServiceCollection AddBakery(this IServiceCollection services) => services.AddHostedService<OvenControl>();
}

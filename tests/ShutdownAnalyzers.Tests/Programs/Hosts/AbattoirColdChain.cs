namespace ColdChain;

public interface IChillerBus
{
    Task<double> TemperatureAsync(int cell, CancellationToken ct);
    Task DisconnectAsync(CancellationToken ct);
}

public abstract class CellWorker : BackgroundService
{
    protected CellWorker(IChillerBus bus, ILogger logger)
    {
        Bus = bus;
        Logger = logger;
    }

    protected IChillerBus Bus { get; }
    protected ILogger Logger { get; }

    public override async Task StopAsync(CancellationToken cancellationToken) //! HAZARD base SHUT201
    {
        Logger.LogInformation("{Worker} is leaving the bus", GetType().Name);
        await Bus.DisconnectAsync(cancellationToken);
    }
}

public sealed class ChillRoomWorker(IChillerBus bus, ILogger<ChillRoomWorker> logger) : CellWorker(bus, logger)
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            for (var cell = 0; cell < 8; cell++)
            {
                var celsius = await Bus.TemperatureAsync(cell, stoppingToken);
                if (celsius > 4.0) Logger.LogError("Cell {Cell} is at {Celsius}", cell, celsius);
            }

            await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken);
        }
    }
}

public sealed class CarcassTracker(IChillerBus bus) : BackgroundService
{
    private readonly CancellationTokenSource _shift = new(); //! HAZARD shift SHUT110 SHUT102

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => TrackAsync(_shift.Token); //! HAZARD shift SHUT110 SHUT102

    private async Task TrackAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested) //! HAZARD shift SHUT110 SHUT102
        {
            _ = await bus.TemperatureAsync(99, ct);
            await Task.Delay(TimeSpan.FromSeconds(15), ct); //! HAZARD shift SHUT110 SHUT102
        }
    }

    public override void Dispose()
    {
        _shift.Dispose();
        base.Dispose();
    }
}

public sealed class DefrostPlanner(IChillerBus bus) : BackgroundService
{
    private readonly CancellationTokenSource _abort = new();

    public void Abort() => _abort.Cancel();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, _abort.Token);
        while (!either.IsCancellationRequested)
        {
            await bus.TemperatureAsync(0, either.Token);
            await Task.Delay(TimeSpan.FromHours(6), either.Token);
        }
    }
}

namespace Waterworks.Pumps;

public interface IPumpStation
{
    string Name { get; }
    ValueTask<PumpState> ReadAsync();
}

public readonly record struct PumpState(double Pressure, double Flow, bool Alarm);

public interface ITelemetrySink
{
    ValueTask WriteAsync(string station, PumpState state);
}

public abstract class TickingService(TimeSpan period) : BackgroundService
{
    protected abstract ValueTask TickAsync(int tick);

    protected virtual void OnFailure(Exception exception)
    {
    }

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(period);
        var tick = 0;

        while (await timer.WaitForNextTickAsync() && !stoppingToken.IsCancellationRequested) //! HAZARD tick SHUT102
        {
            try
            {
                await TickAsync(tick++);
            }
            catch (Exception ex) when (ex is IOException or TimeoutException)
            {
                OnFailure(ex);
            }
        }
    }
}

public sealed class PumpTelemetry(IEnumerable<IPumpStation> stations, ITelemetrySink sink, ILogger<PumpTelemetry> logger)
    : TickingService(TimeSpan.FromMinutes(5))
{
    private readonly List<IPumpStation> _stations = [.. stations];

    protected override async ValueTask TickAsync(int tick)
    {
        foreach (var station in _stations)
        {
            var state = await station.ReadAsync();
            if (state.Alarm)
                logger.LogError("Station {Station} reports an alarm at {Pressure} bar", station.Name, state.Pressure);

            await sink.WriteAsync(station.Name, state);
        }
    }

    protected override void OnFailure(Exception exception) => logger.LogWarning(exception, "Tick failed");
}

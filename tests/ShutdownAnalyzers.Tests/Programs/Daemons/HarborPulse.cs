namespace Harbor.Telemetry;

public sealed record Pulse(string Berth, double Draft, DateTimeOffset At);

public interface IBerthSensors
{
    IReadOnlyList<string> Berths { get; }
    ValueTask<Pulse> SampleAsync(string berth, CancellationToken cancellationToken);
}

public interface IPulseBus
{
    ValueTask PublishAsync(Pulse pulse, CancellationToken cancellationToken);
    IAsyncEnumerable<Pulse> SubscribeAsync(CancellationToken cancellationToken);
}

public interface IDraftJournal
{
    Task AppendAsync(Pulse pulse, CancellationToken cancellationToken);
    Task CommitAsync(CancellationToken cancellationToken);
}

public abstract class PulseLoop(ILogger logger) : BackgroundService
{
    private int _failures;

    protected abstract TimeSpan Period { get; }

    protected abstract Task BeatAsync(CancellationToken cancellationToken);

    protected virtual bool CanContinueAfter(Exception error) => error is not (OutOfMemoryException or AccessViolationException);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period);
        for (;;) //! HAZARD swallowed SHUT104
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                await BeatAsync(stoppingToken);
                _failures = 0;
            }
            catch (Exception error) when (CanContinueAfter(error)) //! HAZARD swallowed SHUT104
            {
                logger.LogWarning(error, "Beat failed, {Failures} in a row", ++_failures);
            }
        }
    }
}

public sealed class BerthPulse(IBerthSensors sensors, IPulseBus bus, ILogger<BerthPulse> logger) : PulseLoop(logger)
{
    protected override TimeSpan Period => TimeSpan.FromSeconds(15);

    protected override async Task BeatAsync(CancellationToken cancellationToken)
    {
        foreach (var berth in sensors.Berths)
        {
            var pulse = await sensors.SampleAsync(berth, cancellationToken);
            await bus.PublishAsync(pulse, cancellationToken);
        }
    }
}

public sealed class DraftRecorder(IPulseBus bus, IDraftJournal journal) : BackgroundService
{
    private readonly Dictionary<string, double> _deepest = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var pulse in bus.SubscribeAsync(stoppingToken))
            {
                if (_deepest.TryGetValue(pulse.Berth, out var known) && known >= pulse.Draft)
                    continue;

                _deepest[pulse.Berth] = pulse.Draft;
                await journal.AppendAsync(pulse, stoppingToken);
            }
        }
        finally
        {
            await SealAsync(stoppingToken); //! HAZARD seal SHUT108
        }
    }

    private async Task SealAsync(CancellationToken cancellationToken)
    {
        foreach (var (berth, draft) in _deepest)
            await journal.AppendAsync(new Pulse(berth, draft, DateTimeOffset.UtcNow), cancellationToken); //! HAZARD seal SHUT108

        await journal.CommitAsync(cancellationToken); //! HAZARD seal SHUT108
    }
}

public static class HarborServices
{
    public static IServiceCollection AddHarborTelemetry(this IServiceCollection services) => services
        .AddHostedService<BerthPulse>()
        .AddHostedService<DraftRecorder>();
}

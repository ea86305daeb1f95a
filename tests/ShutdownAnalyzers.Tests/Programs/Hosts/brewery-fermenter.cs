namespace Brewery.Fermenter;

public sealed record Sample(int Vessel, double Gravity, double Celsius);

public interface IVessel
{
    int Number { get; }
    Task<Sample> SampleAsync();
    void Purge();
}

public interface IBrewLog
{
    void Add(Sample sample);
}

public delegate Task Step(CancellationToken ct);

public static class StepExtensions
{
    public static Step WithTimeout(this Func<Task> action, TimeSpan limit) =>
        ct => action().WaitAsync(limit, ct);

    public static Step Logged(this Step step, ILogger logger) => async ct =>
    {
        try
        {
            await step(ct);
        }
        catch (Exception ex) //! HAZARD logged SHUT104 SHUT101
        {
            logger.LogWarning(ex, "Step failed");
        }
    };
}

public sealed class SamplingService(IEnumerable<IVessel> vessels, IBrewLog log, ILogger<SamplingService> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.WhenAll(vessels.Select(v => FollowAsync(v, stoppingToken)));

    private async Task FollowAsync(IVessel vessel, CancellationToken ct)
    {
        Func<Task> sample = async () => log.Add(await vessel.SampleAsync());
        var guarded = sample.WithTimeout(TimeSpan.FromSeconds(20)).Logged(logger);
        Step pause = c => Task.Delay(TimeSpan.FromMinutes(1), c);

        do
        {
            await guarded(ct); //! HAZARD logged SHUT104 SHUT101
            await pause.Logged(logger)(ct); //! HAZARD logged SHUT104 SHUT101
        }
        while (true); //! HAZARD logged SHUT104 SHUT101
    }
}

public sealed class PurgeService : BackgroundService
{
    private readonly IReadOnlyList<IVessel> _vessels;
    private readonly ILogger<PurgeService> _logger;

    public PurgeService(IEnumerable<IVessel> vessels, ILogger<PurgeService> logger)
    {
        _vessels = [.. vessels];
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();

        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var vessel in _vessels)
            {
                vessel.Purge();
                Settle(vessel); //! HAZARD settle SHUT102
            }

            await Task.Delay(TimeSpan.FromHours(4), stoppingToken);
        }
    }

    private void Settle(IVessel vessel) //! HAZARD settle SHUT102
    {
        _logger.LogDebug("Vessel {Vessel} settles", vessel.Number);
        Thread.Sleep(TimeSpan.FromMinutes(3)); //! HAZARD settle SHUT102
    }
}

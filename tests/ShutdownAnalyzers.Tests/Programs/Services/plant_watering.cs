namespace Garden.Watering;

public interface IValve
{
    Task OpenAsync(TimeSpan time, CancellationToken ct);
    void Shut();
}

public sealed record Bed(string Name, double Thirst);

public interface IBeds
{
    IReadOnlyList<Bed> Thirsty();
}

internal sealed class WateringPlan : IHostedService
{
    private readonly IBeds _beds;
    private readonly IReadOnlyDictionary<string, IValve> _valves;
    private readonly ILogger<WateringPlan> _logger;

    public WateringPlan(IBeds beds, IReadOnlyDictionary<string, IValve> valves, ILogger<WateringPlan> logger)
    {
        _beds = beds;
        _valves = valves;
        _logger = logger;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _logger.LogInformation("{Count} beds are thirsty", _beds.Thirsty().Count);
        await Task.Yield();
        Schedule(cancellationToken); //! HAZARD token SHUT206 SHUT205
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var valve in _valves.Values)
            valve.Shut();

        return Task.CompletedTask;
    }

    private void Schedule(CancellationToken ct)
    {
        _ = Task.Run(async () => //! HAZARD token SHUT206 SHUT205
        {
            while (!ct.IsCancellationRequested) //! HAZARD token SHUT206 SHUT205
            {
                foreach (var bed in _beds.Thirsty())
                    await _valves[bed.Name].OpenAsync(TimeSpan.FromSeconds(40 * bed.Thirst), ct);

                await Task.Delay(TimeSpan.FromHours(2), ct); //! HAZARD token SHUT206 SHUT205
            }
        }, CancellationToken.None);
    }
}

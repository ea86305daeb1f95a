namespace City.Lamps;

public interface ILampCircuit
{
    string Name { get; }
    void Switch(bool on);
}

public interface ISunClock
{
    bool IsDark(DateTimeOffset at);
}

public sealed class LampScheduler(IEnumerable<ILampCircuit> circuits, ISunClock sun, TimeProvider time, ILogger<LampScheduler> logger)
    : BackgroundService
{
    private readonly ILampCircuit[] _circuits = circuits.ToArray();
    private bool? _lit;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            Apply(sun.IsDark(time.GetUtcNow()));

            try
            {
                await Task.Delay(TimeSpan.FromMinutes(1), time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        // a city does not stay dark because of a deployment
        Apply(dark: true);
        logger.LogInformation("Lamps stay on while the scheduler is away");
    }

    private void Apply(bool dark)
    {
        if (_lit == dark)
            return;

        foreach (var circuit in _circuits)
        {
            try
            {
                circuit.Switch(dark);
            }
            catch (InvalidOperationException ex)
            {
                logger.LogError(ex, "{Circuit} did not switch", circuit.Name);
            }
        }

        _lit = dark;
    }
}

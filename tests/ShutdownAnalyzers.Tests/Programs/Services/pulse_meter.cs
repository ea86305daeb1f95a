namespace Gym.Pulse;

public interface IPulseBelt
{
    ValueTask<int> BeatsAsync();
}

public interface ITrainingLog
{
    ValueTask AddAsync(string belt, int beats);
}

public sealed class PulseMeter : IHostedService, IDisposable
{
    private readonly PeriodicTimer _second = new(TimeSpan.FromSeconds(1));
    private readonly IReadOnlyDictionary<string, IPulseBelt> _belts;
    private readonly ITrainingLog _log;
    private readonly ILogger<PulseMeter> _logger;
    private Task? _measuring;

    public PulseMeter(IReadOnlyDictionary<string, IPulseBelt> belts, ITrainingLog log, ILogger<PulseMeter> logger)
    {
        _belts = belts;
        _log = log;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _measuring = MeasureAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Silence();
        if (_measuring is not { } measuring) return;

        try
        {
            await measuring.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _logger.LogWarning("A belt did not answer in time");
        }
    }

    public void Dispose() => Silence();

    private void Silence() => _second.Dispose();

    private async Task MeasureAsync()
    {
        while (await _second.WaitForNextTickAsync())
        {
            foreach (var (name, belt) in _belts)
            {
                try
                {
                    await _log.AddAsync(name, await belt.BeatsAsync());
                }
                catch (Exception ex)
                {
                    _logger.LogDebug(ex, "{Belt} is silent", name);
                }
            }
        }
    }
}

namespace Hospital.Wards;

public interface IBedSensor
{
    string Bed { get; }
    Task<int> PulseAsync(CancellationToken cancellationToken);
}

internal static class SourceExtensions
{
    extension(CancellationTokenSource source)
    {
        public async Task EndAsync(Task work, CancellationToken deadline)
        {
            await source.CancelAsync();
            await work.WaitAsync(deadline).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

public sealed partial class WardMonitor(IEnumerable<IBedSensor> sensors, ILogger<WardMonitor> logger) : IHostedService
{
    private readonly CancellationTokenSource _life = new();
    private Task _watch = Task.CompletedTask;

    private async Task WatchAsync(IBedSensor sensor)
    {
        while (!_life.Token.IsCancellationRequested)
        {
            var pulse = await sensor.PulseAsync(_life.Token);
            if (pulse is < 40 or > 140) logger.LogWarning("{Bed}: {Pulse}", sensor.Bed, pulse);
            await Task.Delay(TimeSpan.FromSeconds(3), _life.Token);
        }
    }
}

public sealed partial class WardMonitor : IDisposable
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _watch = Task.WhenAll(sensors.Select(WatchAsync));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _life.EndAsync(_watch, cancellationToken);

    public void Dispose() => _life.Dispose();
}

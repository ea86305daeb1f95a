namespace Plant.Vibration;

public interface IAccelerometer
{
    float Read();
}

public sealed class VibrationSampler(IAccelerometer sensor, ILogger<VibrationSampler> logger) : IHostedService
{
    private volatile bool _running;
    private Thread? _thread;
    private double _peak;

    public double Peak => Volatile.Read(ref _peak);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = true;
        _thread = new Thread(Sample) { IsBackground = true, Name = nameof(VibrationSampler) };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _running = false;
        if (_thread is { } thread && !thread.Join(TimeSpan.FromSeconds(3)))
            logger.LogWarning("The sampler is still busy");

        return Task.CompletedTask;
    }

    private void Sample()
    {
        while (_running)
        {
            var value = Math.Abs(sensor.Read());
            if (value > _peak)
                Volatile.Write(ref _peak, value);

            Thread.Sleep(20);
        }
    }
}

public sealed class PeakReporter(VibrationSampler sampler, ILogger<PeakReporter> logger) : BackgroundService
{
    private int _paused;

    public void Pause() => Interlocked.Exchange(ref _paused, 1);

    public void Resume() => Interlocked.Exchange(ref _paused, 0);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken);
            if (Volatile.Read(ref _paused) == 0)
                logger.LogInformation("Peak {Peak:F3} g", sampler.Peak);
        }
    }
}

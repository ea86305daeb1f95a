namespace IceRink.Cooling;

public interface ICompressor
{
    void Start();
    void Stop();
    double IceTemperature();
}

public sealed class CoolingLoop(ICompressor compressor, ILogger<CoolingLoop> logger) : IHostedService, IDisposable
{
    private readonly ManualResetEventSlim _wake = new();
    private volatile bool _running;
    private Task? _task;

    public double Target { get; set; } = -5;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = true;
        _task = Task.Factory.StartNew(Cool, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _running = false;
        _wake.Set();

        if (_task is { } task && await Task.WhenAny(task, Deadline(cancellationToken)) != task)
            logger.LogWarning("Compressor loop is late");
    }

    private static Task Deadline(CancellationToken ct) => Task.Delay(Timeout.Infinite, ct);

    private void Cool()
    {
        var on = false;
        while (_running)
        {
            var ice = compressor.IceTemperature();
            switch (on)
            {
                case false when ice > Target + 0.5:
                    compressor.Start();
                    on = true;
                    break;
                case true when ice < Target - 0.5:
                    compressor.Stop();
                    on = false;
                    break;
            }

            _wake.Wait(TimeSpan.FromSeconds(15));
        }

        if (on)
            compressor.Stop();
    }

    public void Dispose() => _wake.Dispose();
}

public sealed class IceReport : BackgroundService
{
    private readonly ICompressor _compressor;
    private readonly Queue<double> _last = new(capacity: 60);
    private readonly ILogger<IceReport> _logger;

    public IceReport(ICompressor compressor, ILogger<IceReport> logger)
    {
        _compressor = compressor;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = TimeSpan.FromMinutes(1);

    again:
        _last.Enqueue(_compressor.IceTemperature());
        if (_last.Count == 60)
        {
            _logger.LogInformation("Mean of the last hour {Celsius:F1}", _last.Average());
            _last.Clear();
        }

        await Task.Delay(pause, stoppingToken);
        goto again;
    }
}

namespace Observatory.Dome;

public interface IDomeMotor
{
    ValueTask TurnToAsync(double azimuth, CancellationToken ct);
    ValueTask CloseShutterAsync(CancellationToken ct);
}

public interface ISkySensor
{
    ValueTask<bool> IsClearAsync(CancellationToken ct);
}

public interface IWatchdog
{
    ValueTask KickAsync(CancellationToken ct);
}

public sealed class DomeService : IHostedService, IAsyncDisposable
{
    private readonly IDomeMotor _motor;
    private readonly ISkySensor _sky;
    private readonly IWatchdog _watchdog;
    private readonly ILogger<DomeService> _logger;
    private readonly CancellationTokenSource _night = new();
    private Task _work = Task.CompletedTask;

    public DomeService(IDomeMotor motor, ISkySensor sky, IWatchdog watchdog, ILogger<DomeService> logger)
    {
        _motor = motor;
        _sky = sky;
        _watchdog = watchdog;
        _logger = logger;
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await _sky.IsClearAsync(cancellationToken))
            _logger.LogInformation("Clouds, the shutter stays closed");

        _work = Task.WhenAll(
            FollowAsync(_night.Token),
            KickAsync(cancellationToken)); //! HAZARD watchdog SHUT206
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _night.CancelAsync();
        await Task.WhenAny(_work, Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken));
        await _motor.CloseShutterAsync(cancellationToken);
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        var azimuth = 0.0;
        while (!ct.IsCancellationRequested)
        {
            if (await _sky.IsClearAsync(ct))
                await _motor.TurnToAsync(azimuth = (azimuth + 0.25) % 360, ct);

            await Task.Delay(TimeSpan.FromMinutes(1), ct);
        }
    }

    private async Task KickAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(4));
        while (await timer.WaitForNextTickAsync(ct)) //! HAZARD watchdog SHUT206
            await _watchdog.KickAsync(ct);
    }

    public ValueTask DisposeAsync()
    {
        _night.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class CloudMap(ISkySensor sky, ILogger<CloudMap> logger) : IHostedLifecycleService
{
    private CancellationToken _run; //! HAZARD clouds SHUT206 SHUT205 SHUT208 SHUT101 SHUT102
    private Task? _sampling;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _run = cancellationToken; //! HAZARD clouds SHUT206 SHUT205 SHUT208 SHUT101 SHUT102
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _sampling = SampleAsync(); //! HAZARD clouds SHUT206 SHUT205 SHUT208 SHUT101 SHUT102
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
        => Task.WhenAny(_sampling ?? Task.CompletedTask, Task.Delay(Timeout.Infinite, cancellationToken)); //! HAZARD clouds SHUT206 SHUT205 SHUT208 SHUT101 SHUT102

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task SampleAsync()
    {
        while (!_run.IsCancellationRequested) //! HAZARD clouds SHUT206 SHUT205 SHUT208 SHUT101 SHUT102
        {
            logger.LogDebug("Clear: {Clear}", await sky.IsClearAsync(_run));
            await Task.Delay(TimeSpan.FromMinutes(10), _run); //! HAZARD clouds SHUT206 SHUT205 SHUT208 SHUT101 SHUT102
        }
    }
}

using System.Diagnostics;

namespace Energy.Meters;

public interface IMeterReader
{
    double Watts();
}

public interface ILoadHistory
{
    void Append(DateTime at, double watts);
}

public sealed class PowerMeter(IMeterReader reader, ILoadHistory history, ILogger<PowerMeter> logger) : IHostedLifecycleService, IAsyncDisposable
{
    private Timer? _timer;
    private long _readings;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = new Timer(Read, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _timer?.Change(TimeSpan.Zero, TimeSpan.FromSeconds(10));
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _timer, null) is { } timer)
            await timer.DisposeAsync();
        logger.LogInformation("Meter stopped after {Readings} readings", Interlocked.Read(ref _readings));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _timer, null)?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Read(object? state)
    {
        var watch = Stopwatch.GetTimestamp();
        history.Append(DateTime.UtcNow, reader.Watts());
        Interlocked.Increment(ref _readings);
        if (Stopwatch.GetElapsedTime(watch) > TimeSpan.FromSeconds(5))
            logger.LogWarning("The meter is slow");
    }
}

public sealed class TariffSwitch(ILoadHistory history, TimeProvider clock) : IHostedService, IAsyncDisposable
{
    private ITimer? _timer;
    private bool _night;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = clock.CreateTimer(static s => ((TariffSwitch)s!).Switch(), this, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await DisposeAsync();

    public ValueTask DisposeAsync() => _timer is { } timer ? timer.DisposeAsync() : ValueTask.CompletedTask;

    private void Switch()
    {
        var night = clock.GetLocalNow().Hour is >= 22 or < 6;
        if (night == _night) return;
        _night = night;
        history.Append(clock.GetUtcNow().UtcDateTime, night ? -1 : -2);
    }
}

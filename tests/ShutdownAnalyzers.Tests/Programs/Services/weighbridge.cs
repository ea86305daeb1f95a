namespace Quarry.Weighbridge;

public interface IScale
{
    Task<int> KilogramsAsync(CancellationToken ct);
    void Tare();
}

public abstract class DeviceService : BackgroundService
{
    protected abstract ValueTask ReleaseDeviceAsync(CancellationToken ct);

    public sealed override async Task StopAsync(CancellationToken cancellationToken)
    {
        var worker = base.StopAsync(cancellationToken);
        var late = Task.Delay(TimeSpan.FromSeconds(5), CancellationToken.None);

        // the device is freed in any case, five seconds after the signal at the latest
        await Task.WhenAny(worker, late);
        await ReleaseDeviceAsync(cancellationToken);
        await worker;
    }
}

public sealed class Weighbridge(IScale scale, ILogger<Weighbridge> logger) : DeviceService
{
    private int _last;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (; !stoppingToken.IsCancellationRequested; await Task.Delay(1500, stoppingToken))
        {
            var now = await scale.KilogramsAsync(stoppingToken);
            if (Math.Abs(now - _last) > 500)
                logger.LogInformation("{Kilograms} kg", now);

            _last = now;
        }
    }

    protected override ValueTask ReleaseDeviceAsync(CancellationToken ct)
    {
        scale.Tare();
        return ValueTask.CompletedTask;
    }
}

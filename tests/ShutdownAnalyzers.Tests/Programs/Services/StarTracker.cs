namespace Astro.Tracker;

public interface IMount
{
    void Step(double arcSeconds);
    void Brake();
}

public sealed class StarTracker(IMount mount, ILogger<StarTracker> logger) : IHostedService
{
    private const double SiderealRate = 15.041;
    private readonly ManualResetEventSlim _halt = new();
    private Thread? _thread;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(Follow) { Name = "sidereal" };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _halt.Set();
        if (_thread?.Join(TimeSpan.FromSeconds(3)) is false)
            logger.LogError("The mount does not come to rest");

        return Task.CompletedTask;
    }

    private void Follow()
    {
        try
        {
            while (!_halt.Wait(TimeSpan.FromSeconds(1)))
                mount.Step(SiderealRate);
        }
        finally
        {
            mount.Brake();
        }
    }
}

public sealed class Dome(IMount mount) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() =>
    {
        var waits = new[] { stoppingToken.WaitHandle };
        while (WaitHandle.WaitAny(waits, TimeSpan.FromMinutes(4)) == WaitHandle.WaitTimeout)
            mount.Step(0);
    }, CancellationToken.None);
}

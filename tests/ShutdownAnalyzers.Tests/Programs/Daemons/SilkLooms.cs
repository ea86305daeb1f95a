namespace Weaving.Looms;

/// <summary>A thread of its own, because the loom's driver is bound to one thread.</summary>
public sealed class LoomDriver(ILoomPort port, ILogger<LoomDriver> logger) : IHostedService, IDisposable
{
    private readonly AutoResetEvent _wake = new(false);
    private volatile bool _stop;
    private Thread? _thread;

    public void Nudge() => _wake.Set();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(Weave) { Name = "loom", IsBackground = true };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stop = true;
        _wake.Set();
        if (_thread is { } thread && !thread.Join(TimeSpan.FromSeconds(5)))
            logger.LogWarning("The loom did not stop within five seconds");
        return Task.CompletedTask;
    }

    public void Dispose() => _wake.Dispose();

    private void Weave()
    {
        var rows = 0L;
        while (!_stop)
        {
            _wake.WaitOne(TimeSpan.FromSeconds(30));
            while (!_stop && port.TryTakeRow(out var row))
            {
                port.Throw(row);
                rows++;
            }
        }

        logger.LogInformation("{Rows} rows woven", rows);
    }
}

public interface ILoomPort
{
    bool TryTakeRow(out int row);
    void Throw(int row);
}

/// <summary>The handle of the token is part of every wait here.</summary>
public sealed class YarnMonitor(ILoomPort port, LoomDriver driver) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Factory.StartNew(() => Watch(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Watch(CancellationToken ct)
    {
        for (; ; )
        {
            if (ct.WaitHandle.WaitOne(TimeSpan.FromMinutes(1)))
                return;

            if (port.TryTakeRow(out var row))
            {
                port.Throw(row);
                driver.Nudge();
            }
        }
    }
}

public static class WeavingServices
{
    public static IServiceCollection AddWeaving<TPort>(this IServiceCollection services) where TPort : class, ILoomPort
    {
        services.AddSingleton<ILoomPort, TPort>();
        services.AddSingleton<LoomDriver>();
        services.AddHostedService(sp => sp.GetRequiredService<LoomDriver>());
        services.AddHostedService<YarnMonitor>();
        return services;
    }
}

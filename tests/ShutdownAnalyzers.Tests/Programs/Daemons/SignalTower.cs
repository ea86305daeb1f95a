namespace Rail.Signals;

public interface ITrackBus
{
    event Action<int>? Occupied;
    Task SetAsync(int block, bool red, CancellationToken ct);
    Task AllRedAsync(CancellationToken ct);
}

public abstract class TowerService : BackgroundService
{
    public sealed override Task StopAsync(CancellationToken cancellationToken) => ShutAsync(cancellationToken);

    protected virtual Task ShutAsync(CancellationToken cancellationToken) => base.StopAsync(cancellationToken);
}

public abstract class LoggedTowerService(ILogger logger) : TowerService
{
    protected ILogger Logger => logger;

    protected override async Task ShutAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("{Service} shuts", GetType().Name);
        await base.ShutAsync(cancellationToken);
        logger.LogInformation("{Service} is shut", GetType().Name);
    }
}

/// <summary>Subscribes in ExecuteAsync, but stays there until the end and undoes it.</summary>
public sealed class OccupancyListener(ITrackBus bus, ILogger<OccupancyListener> logger) : LoggedTowerService(logger)
{
    private readonly SemaphoreSlim _news = new(0);
    private int _block = -1;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        bus.Occupied += OnOccupied;
        try
        {
            while (true)
            {
                await _news.WaitAsync(stoppingToken);
                var block = Interlocked.Exchange(ref _block, -1);
                if (block >= 0)
                    await bus.SetAsync(block, red: true, stoppingToken);
            }
        }
        finally
        {
            bus.Occupied -= OnOccupied;
        }
    }

    private void OnOccupied(int block)
    {
        Volatile.Write(ref _block, block);
        _news.Release();
    }

    protected override async Task ShutAsync(CancellationToken cancellationToken)
    {
        await base.ShutAsync(cancellationToken);
        await bus.AllRedAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _news.Dispose();
        base.Dispose();
    }
}

/// <summary>Waits on a completion source that the token itself completes.</summary>
public sealed class NightMode(ITrackBus bus, TimeProvider clock, ILogger<NightMode> logger) : LoggedTowerService(logger)
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (clock.GetLocalNow().Hour is > 5 and < 22)
        {
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = stoppingToken.Register(() => ended.TrySetResult());
            Logger.LogInformation("Day: nothing to do");
            await ended.Task;
            return;
        }

        for (var block = 0; block < 16 && !stoppingToken.IsCancellationRequested; block++)
            await bus.SetAsync(block, red: block % 2 == 0, stoppingToken);
    }
}

public static class TowerSetup
{
    public static IServiceCollection AddTower<TBus>(this IServiceCollection services) where TBus : class, ITrackBus
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ITrackBus, TBus>();
        return services.AddHostedService<OccupancyListener>().AddHostedService<NightMode>();
    }
}

namespace Logistics.Routing;

public interface ITrafficFeed
{
    IDisposable OnJam(Action<string> callback);
}

public interface IRoutePlanner
{
    Task<int> ReplanAsync(bool everything, CancellationToken cancellationToken);
}

public interface IReplanner
{
    void Nudge();
}

public sealed class RouteReplanner : IHostedLifecycleService, IReplanner, IDisposable
{
    private enum Trigger { Clock, Traffic, Closing }

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _traffic = new(0, 1);
    private readonly ITrafficFeed _feed;
    private readonly IRoutePlanner _planner;
    private readonly ILogger<RouteReplanner> _logger;
    private IDisposable? _subscription;
    private Task _planning = Task.CompletedTask;

    public RouteReplanner(ITrafficFeed feed, IRoutePlanner planner, ILogger<RouteReplanner> logger)
    {
        _feed = feed;
        _planner = planner;
        _logger = logger;
    }

    public void Nudge()
    {
        lock (_traffic)
        {
            if (_traffic.CurrentCount == 0)
                _traffic.Release();
        }
    }

    Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StartAsync(CancellationToken cancellationToken)
    {
        _subscription = _feed.OnJam(road =>
        {
            _logger.LogDebug("Jam on {Road}", road);
            Nudge();
        });
        return Task.CompletedTask;
    }

    Task IHostedLifecycleService.StartedAsync(CancellationToken cancellationToken)
    {
        var closing = _closing.Token;
        _planning = Task.Run(() => PlanAsync(closing), CancellationToken.None);
        return Task.CompletedTask;
    }

    Task IHostedLifecycleService.StoppingAsync(CancellationToken cancellationToken)
    {
        _subscription?.Dispose();
        return _closing.CancelAsync();
    }

    async Task IHostedService.StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _planning.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _logger.LogWarning("The last plan was abandoned");
        }
    }

    Task IHostedLifecycleService.StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _subscription?.Dispose();
        if (!_closing.IsCancellationRequested)
            _closing.Cancel();
    }

    private async Task PlanAsync(CancellationToken closing)
    {
        for (; ; )
        {
            var trigger = await NextAsync(closing);
            if (trigger == Trigger.Closing)
                return;

            try
            {
                var changed = await _planner.ReplanAsync(trigger == Trigger.Clock, closing);
                _logger.LogInformation("{Trigger}: {Count} routes changed", trigger, changed);
            }
            catch (Exception ex)
            {
                if (!closing.IsCancellationRequested)
                    _logger.LogError(ex, "Replanning failed");
            }
        }
    }

    private async Task<Trigger> NextAsync(CancellationToken closing)
    {
        try
        {
            return await _traffic.WaitAsync(Interval, closing) ? Trigger.Traffic : Trigger.Clock;
        }
        catch (OperationCanceledException)
        {
            return Trigger.Closing;
        }
    }
}

public static class RoutingExtensions
{
    public static IServiceCollection AddRouting(this IServiceCollection services) => services
        .AddSingleton<RouteReplanner>()
        .AddSingleton<IReplanner>(sp => sp.GetRequiredService<RouteReplanner>())
        .AddHostedService(sp => sp.GetRequiredService<RouteReplanner>());
}

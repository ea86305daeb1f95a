using System.Collections.Concurrent;

namespace Orchard.Irrigation;

public interface IValveBus
{
    event EventHandler<int>? Dry;
    Task OpenAsync(int row, CancellationToken ct);
    Task CloseAllAsync(CancellationToken ct);
}

public abstract class OrchardService(ILogger logger) : BackgroundService
{
    protected ILogger Logger { get; } = logger;

    protected virtual Task OnStoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override async Task StopAsync(CancellationToken cancellationToken) //! HAZARD nobase SHUT201
    {
        Logger.LogInformation("{Name} is going down", GetType().Name);
        await OnStoppingAsync(cancellationToken);
    }
}

public sealed class WateringPlan
{
    private readonly ConcurrentDictionary<int, DateTimeOffset> _due = new();

    public void Ask(int row) => _due.TryAdd(row, DateTimeOffset.UtcNow);

    public IEnumerable<int> Take()
    {
        foreach (var row in _due.Keys)
            if (_due.TryRemove(row, out _))
                yield return row;
    }
}

public sealed class Waterer(IValveBus bus, WateringPlan plan, ILogger<Waterer> logger) : OrchardService(logger)
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(2));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var row in plan.Take())
            {
                await bus.OpenAsync(row, stoppingToken);
                Logger.LogInformation("Row {Row} is watered", row);
            }
        }
    }

    protected override Task OnStoppingAsync(CancellationToken cancellationToken) => bus.CloseAllAsync(cancellationToken);
}

public sealed class DrynessListener(IValveBus bus, WateringPlan plan, ILogger<DrynessListener> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD subscribe SHUT204
    {
        bus.Dry += OnDry; //! HAZARD subscribe SHUT204
        logger.LogInformation("Listening for dry rows");
        return Task.CompletedTask; //! HAZARD subscribe SHUT204
    }

    private void OnDry(object? sender, int row)
    {
        if (row is >= 0 and < 400)
            plan.Ask(row);
    }
}

public static class OrchardSetup
{
    public static IServiceCollection AddOrchard<TBus>(this IServiceCollection services) where TBus : class, IValveBus =>
        services
            .AddSingleton<IValveBus, TBus>()
            .AddSingleton<WateringPlan>()
            .AddHostedService<DrynessListener>()
            .AddHostedService<Waterer>();
}

namespace Farm.Silo;

public sealed class StopGate : IDisposable
{
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _registration;

    public StopGate(IHostApplicationLifetime lifetime) =>
        _registration = lifetime.ApplicationStopping.Register(static s => ((TaskCompletionSource)s!).TrySetResult(), _stopping);

    public Task Stopping => _stopping.Task;

    public void Dispose() => _registration.Dispose();
}

public interface ISilo
{
    Task<double> LevelAsync();
    Task CloseChuteAsync(CancellationToken cancellationToken);
}

public sealed class SiloWatch(ISilo silo, StopGate gate, ILogger<SiloWatch> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!gate.Stopping.IsCompleted)
        {
            var level = await silo.LevelAsync();
            logger.LogDebug("Level {Level:P0}", level);
            await Task.WhenAny(gate.Stopping, Task.Delay(TimeSpan.FromMinutes(1), stoppingToken));
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        try
        {
            await silo.CloseChuteAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            logger.LogError("Chute was still open when time ran out");
        }
    }
}

public static class SiloModule
{
    public static IServiceCollection AddSilo<TSilo>(this IServiceCollection services) where TSilo : class, ISilo
    {
        services.AddSingleton<StopGate>();
        services.AddSingleton<ISilo, TSilo>();
        services.AddHostedService<SiloWatch>();
        return services;
    }
}

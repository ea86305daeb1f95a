using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Recycling.Containers;

public sealed class Readiness : IHealthCheck
{
    private int _state;

    public bool Draining => Volatile.Read(ref _state) == 2;

    public void Open() => Interlocked.CompareExchange(ref _state, 1, 0);

    public void Drain() => Interlocked.Exchange(ref _state, 2);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(Volatile.Read(ref _state) switch
        {
            1 => HealthCheckResult.Healthy(),
            2 => HealthCheckResult.Unhealthy("draining"),
            _ => HealthCheckResult.Degraded("starting"),
        });
}

internal sealed class DrainGate(Readiness readiness, IConfiguration configuration, ILogger<DrainGate> logger) : IHostedLifecycleService
{
    private readonly TimeSpan _grace = TimeSpan.FromSeconds(Math.Clamp(configuration.GetValue("Drain:Seconds", 6), 0, 15));

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        readiness.Open();
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        readiness.Drain();
        logger.LogInformation("Leaving the balancer, {Grace}", _grace);
        await Task.Delay(_grace, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

public interface ILevelSensors
{
    Task<IReadOnlyDictionary<string, double>> ReadAsync(CancellationToken ct);
}

internal sealed class FillLevels(ILevelSensors sensors, Readiness readiness, ILogger<FillLevels> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!readiness.Draining)
        {
            try
            {
                foreach (var (container, level) in await sensors.ReadAsync(stoppingToken))
                    if (level > 0.9)
                        logger.LogInformation("{Container} is full", container);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(ex, "Sensors not read");
            }

            await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken);
        }
    }
}

public static class ContainerServices
{
    public static IServiceCollection AddContainers(this IServiceCollection services)
    {
        services.AddSingleton<Readiness>().AddHealthChecks().AddCheck<Readiness>("ready");
        return services.AddHostedService<DrainGate>().AddHostedService<FillLevels>();
    }
}

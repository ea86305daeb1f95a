namespace Port.Cranes;

public interface ICraneLink
{
    Task<string> PollAsync(int crane, CancellationToken ct);
    Task ParkAsync(int crane, CancellationToken ct);
}

public abstract class StationService(ILogger logger) : BackgroundService
{
    protected ILogger Logger { get; } = logger;

    public sealed override async Task StartAsync(CancellationToken cancellationToken)
    {
        Logger.LogInformation("{Name} starts", Name);
        await OnStartingAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public sealed override async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await StopWorkAsync(cancellationToken);
        }
        finally
        {
            await OnStoppedAsync(cancellationToken);
        }
    }

    protected abstract string Name { get; }

    protected virtual Task OnStartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected virtual Task OnStoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private Task StopWorkAsync(CancellationToken cancellationToken) => base.StopAsync(cancellationToken);
}

public sealed class CraneService(int crane, ICraneLink link, ILogger<CraneService> logger) : StationService(logger)
{
    protected override string Name => $"crane {crane}";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        do
        {
            try
            {
                Logger.LogDebug("{Name}: {State}", Name, await link.PollAsync(crane, stoppingToken));
                failures = 0;
            }
            catch (Exception ex)
            {
                if (stoppingToken.IsCancellationRequested)
                    return;

                Logger.LogWarning(ex, "{Name} does not answer ({Failures})", Name, ++failures);
            }
        }
        while (!stoppingToken.WaitHandle.WaitOne(TimeSpan.FromSeconds(failures > 3 ? 20 : 2)));
    }

    protected override async Task OnStoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await link.ParkAsync(crane, cancellationToken);
        }
        catch (Exception ex)
        {
            Logger.LogWarning(ex, "{Name} is left where it stands", Name);
        }
    }
}

public static class CraneRegistration
{
    public static IServiceCollection AddCranes(this IServiceCollection services, int count)
    {
        for (var number = 1; number <= count; number++)
        {
            var crane = number;
            services.AddSingleton<IHostedService>(sp => ActivatorUtilities.CreateInstance<CraneService>(sp, crane));
        }

        services.Configure<HostOptions>(options => options.ServicesStopConcurrently = true);
        return services;
    }
}

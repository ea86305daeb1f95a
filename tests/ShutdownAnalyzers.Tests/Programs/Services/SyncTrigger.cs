namespace Crm.Sync;

public interface ICrmSync
{
    Task<int> RunAsync(CancellationToken ct);
}

public sealed class SyncTrigger(ICrmSync sync, ILogger<SyncTrigger> logger) : BackgroundService
{
    private static readonly TimeSpan Regular = TimeSpan.FromMinutes(30);
    private readonly SemaphoreSlim _nudge = new(0);

    public void Nudge() => _nudge.Release();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var wakeUp = stoppingToken.Register(Nudge);

        while (!stoppingToken.IsCancellationRequested)
        {
            var asked = await _nudge.WaitAsync(Regular);
            if (stoppingToken.IsCancellationRequested) break;

            await RunAsync(asked ? "on request" : "regular", stoppingToken);
        }

        logger.LogInformation("Sync trigger leaves");
    }

    private async Task RunAsync(string reason, CancellationToken ct)
    {
        try
        {
            var changed = await sync.RunAsync(ct);
            logger.LogInformation("{Changed} records changed ({Reason})", changed, reason);
        }
        catch (Exception ex) when (!ct.IsCancellationRequested)
        {
            logger.LogError(ex, "Sync failed ({Reason})", reason);
        }
        catch (OperationCanceledException)
        {
            logger.LogInformation("Sync cut short");
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _nudge.Dispose();
    }
}

public static class SyncModule
{
    public static IServiceCollection AddCrmSync<T>(this IServiceCollection services) where T : class, ICrmSync
    {
        services.AddSingleton<ICrmSync, T>();
        services.AddSingleton<SyncTrigger>();
        services.AddHostedService(sp => sp.GetRequiredService<SyncTrigger>());
        return services;
    }

    public static void MapCrmSync(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/sync", (SyncTrigger trigger) =>
    {
        trigger.Nudge();
        return Results.Accepted();
    });
}

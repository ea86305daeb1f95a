namespace Clearing.Strict;

public interface IClearingHouse
{
    Task<int> ClearAsync(CancellationToken ct);
}

public interface IClearingStatus
{
    int Cleared { get; }
}

public sealed class StrictWorker(IClearingHouse house, ILogger<StrictWorker> logger) : BackgroundService, IClearingStatus
{
    private int _cleared;

    public int Cleared => Volatile.Read(ref _cleared);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                Interlocked.Add(ref _cleared, await house.ClearAsync(stoppingToken));
                await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken);
            }
        }
        catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
        {
            logger.LogCritical(ex, "Clearing is broken, the process gives up");
            Environment.ExitCode = 70;
            throw;
        }
    }
}

public static class ClearingModule
{
    public static IHostApplicationBuilder AddClearing<THouse>(this IHostApplicationBuilder builder) where THouse : class, IClearingHouse
    {
        builder.Services.Configure<HostOptions>(o => o.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost);
        builder.Services.AddSingleton<IClearingHouse, THouse>();
        builder.Services.AddSingleton<StrictWorker>();
        builder.Services.AddSingleton<IClearingStatus>(sp => sp.GetRequiredService<StrictWorker>());
        builder.Services.AddHostedService(sp => sp.GetRequiredService<StrictWorker>());
        return builder;
    }
}

internal sealed class ClearingWatch(IClearingStatus status, IHostApplicationLifetime lifetime, ILogger<ClearingWatch> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var quiet = 0;
        for (var last = status.Cleared; await NextAsync(stoppingToken); last = status.Cleared)
        {
            quiet = status.Cleared == last ? quiet + 1 : 0;
            if (quiet < 60) continue;

            logger.LogCritical("Nothing cleared for an hour");
            Environment.ExitCode = 71;
            lifetime.StopApplication();
            return;
        }
    }

    private static async Task<bool> NextAsync(CancellationToken stop)
    {
        var pause = Task.Delay(TimeSpan.FromMinutes(1), stop);
        await Task.WhenAny(pause);
        return pause.IsCompletedSuccessfully;
    }
}

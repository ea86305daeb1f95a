namespace Observatory.Tracking;

public interface IMount
{
    Task UnparkAsync(CancellationToken cancellationToken);
    Task NudgeAsync(double ra, double dec, CancellationToken cancellationToken);
    Task ParkAsync(CancellationToken cancellationToken);
}

public interface ITarget
{
    (double Ra, double Dec) Drift();
}

public sealed class TelescopeTracker(IMount mount, ITarget target, ILogger<TelescopeTracker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await mount.UnparkAsync(stoppingToken);
        try
        {
            await TrackAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.LogInformation("Tracking ends");
        }
        finally
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await mount.ParkAsync(limit.Token);
        }
    }

    private async Task TrackAsync(CancellationToken ct)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        while (await pace.WaitForNextTickAsync(ct))
        {
            var (ra, dec) = target.Drift();
            if (Math.Abs(ra) + Math.Abs(dec) > 0.0001)
                await mount.NudgeAsync(-ra, -dec, ct);
        }
    }
}

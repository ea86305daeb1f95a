namespace Wind.Turbines;

public static class Again
{
    /// <summary>Repeats until it works. Ends early by the token only: a failure that is a cancellation of ours leaves.</summary>
    public static async Task<T> UntilItWorksAsync<T>(Func<CancellationToken, Task<T>> action, TimeSpan pause, Action<Exception> report, CancellationToken token)
    {
        for (;;)
        {
            try
            {
                return await action(token);
            }
            catch (Exception e)
            {
                token.ThrowIfCancellationRequested();
                report(e);
            }

            await Task.Delay(pause, token);
        }
    }
}

public interface ILeaseServer
{
    Task<ILease> AcquireAsync(string name, CancellationToken ct);
}

public interface ILease : IAsyncDisposable
{
    string Owner { get; }
    Task<bool> RenewAsync(CancellationToken ct);
}

public interface ITurbine
{
    Task<double> YawAsync(CancellationToken ct);
}

public abstract class LeasedWorker(ILeaseServer leases, ILogger logger) : BackgroundService
{
    protected abstract string Lease { get; }

    protected abstract Task WorkAsync(CancellationToken token);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await using var lease = await Again.UntilItWorksAsync(ct => leases.AcquireAsync(Lease, ct), TimeSpan.FromSeconds(10), Report, stoppingToken);
            using var lost = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            var renewing = RenewAsync(lease, lost);
            try
            {
                await WorkAsync(lost.Token);
            }
            catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning("{Lease} was lost to another node", Lease);
            }
            finally
            {
                await lost.CancelAsync();
                await renewing;
            }
        }
    }

    private async Task RenewAsync(ILease lease, CancellationTokenSource lost)
    {
        try
        {
            do
            {
                await Task.Delay(TimeSpan.FromSeconds(5), lost.Token);
            }
            while (await lease.RenewAsync(lost.Token));
        }
        catch (Exception e)
        {
            if (!lost.IsCancellationRequested) Report(e);
        }
        finally
        {
            await lost.CancelAsync();
        }
    }

    private void Report(Exception e) => logger.LogWarning(e, "{Lease}", Lease);
}

internal sealed class YawControl(ILeaseServer leases, ITurbine turbine, ILogger<YawControl> logger) : LeasedWorker(leases, logger)
{
    protected override string Lease => "yaw";

    protected override async Task WorkAsync(CancellationToken token)
    {
        var wakeUp = new SemaphoreSlim(0);
        await using var slow = new Timer(_ => wakeUp.Release(), null, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        while (true)
        {
            await wakeUp.WaitAsync(token);
            await turbine.YawAsync(token);
        }
    }
}

public static class TurbineServices
{
    public static IServiceCollection AddTurbine(this IServiceCollection services) => services.AddHostedService<YawControl>();
}

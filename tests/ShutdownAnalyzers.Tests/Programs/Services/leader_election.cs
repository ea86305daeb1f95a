namespace Cluster.Leader;

public interface ILockService
{
    Task<bool> TryAcquireAsync(string name, string owner, TimeSpan life, CancellationToken ct);
    Task ReleaseAsync(string name, string owner, CancellationToken ct);
}

public sealed class Leadership
{
    private volatile bool _leader;

    public bool IsLeader => _leader;

    internal void Set(bool leader) => _leader = leader;
}

public sealed class LeaderElection(ILockService locks, Leadership leadership, ILogger<LeaderElection> logger) : BackgroundService
{
    private readonly string _owner = $"{Environment.MachineName}-{Environment.ProcessId}";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
            do
            {
                await CampaignAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.LogDebug("No more campaigns");
        }
        finally
        {
            await ResignAsync();
        }
    }

    private async Task CampaignAsync(CancellationToken ct)
    {
        try
        {
            leadership.Set(await locks.TryAcquireAsync("leader", _owner, TimeSpan.FromSeconds(20), ct));
        }
        catch (Exception ex) when (!ct.IsCancellationRequested)
        {
            leadership.Set(false);
            logger.LogWarning(ex, "The lock service is away");
        }
    }

    private async Task ResignAsync()
    {
        if (!leadership.IsLeader)
            return;

        leadership.Set(false);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        try
        {
            await locks.ReleaseAsync("leader", _owner, limit.Token);
        }
        catch (Exception ex)
        {
            logger.LogWarning(ex, "The lock runs out by itself");
        }
    }
}

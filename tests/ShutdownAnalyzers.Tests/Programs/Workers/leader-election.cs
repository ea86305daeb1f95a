namespace Cluster.Election;

public interface ILock
{
    Task<bool> TryTakeAsync(string name, TimeSpan time, CancellationToken cancellationToken);
    Task<bool> ExtendAsync(string name, TimeSpan time, CancellationToken cancellationToken);
    Task ReleaseAsync(string name, CancellationToken cancellationToken);
}

public interface ILeaderWork
{
    Task LeadAsync(CancellationToken leading);
}

public sealed class LeaderElection(ILock @lock, ILeaderWork work, ILogger<LeaderElection> logger) : BackgroundService
{
    private const string Name = "leader";
    private static readonly TimeSpan Term = TimeSpan.FromSeconds(20);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await @lock.TryTakeAsync(Name, Term, stoppingToken))
                await TermAsync(stoppingToken);

            await Task.Delay(Term / 4, stoppingToken);
        }
    }

    private async Task TermAsync(CancellationToken stop)
    {
        using var leading = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var leader = work.LeadAsync(leading.Token);
        try
        {
            while (!leader.IsCompleted && await @lock.ExtendAsync(Name, Term, stop))
                await Task.WhenAny(leader, Task.Delay(Term / 3, stop));
        }
        finally
        {
            await leading.CancelAsync();
            await leader.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3));
            await @lock.ReleaseAsync(Name, limit.Token);
            logger.LogInformation("No longer the leader");
        }
    }
}

namespace Cluster.Shards;

public interface IMembership
{
    Task<int> JoinAsync(string node, CancellationToken ct);
    Task BeatAsync(int shard, CancellationToken ct);
    Task LeaveAsync(int shard);
}

public abstract class NodeService : BackgroundService
{
    protected static string Node { get; } = Environment.MachineName;

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await RunAsync(stoppingToken);
    }

    protected abstract Task RunAsync(CancellationToken token);
}

public sealed class ShardOwner(IMembership membership, ILogger<ShardOwner> logger) : NodeService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    protected override async Task RunAsync(CancellationToken token)
    {
        var shard = await membership.JoinAsync(Node, token);
        logger.LogInformation("{Node} owns shard {Shard}", Node, shard);

        using (var timer = new PeriodicTimer(Beat))
        {
            while (await timer.WaitForNextTickAsync(token))
            {
                try
                {
                    await membership.BeatAsync(shard, token);
                }
                catch (TimeoutException ex)
                {
                    logger.LogWarning(ex, "Beat of shard {Shard} lost", shard);
                }
            }
        }

        await membership.LeaveAsync(shard); //! HAZARD leave SHUT107
        logger.LogInformation("Shard {Shard} released", shard);
    }
}

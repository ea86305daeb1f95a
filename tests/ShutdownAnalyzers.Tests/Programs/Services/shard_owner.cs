namespace Storage.Shards;

public interface IShardMap
{
    Task<string?> ClaimAsync(string node, CancellationToken ct);
    Task ReleaseAsync(string node, string shard, CancellationToken ct);
    Task BeatAsync(string node, string shard, CancellationToken ct);
}

public sealed class ShardOwner(IShardMap map, ILogger<ShardOwner> logger) : BackgroundService
{
    private readonly string _node = $"{Environment.MachineName}-{Environment.ProcessId}";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string? shard;
        while ((shard = await map.ClaimAsync(_node, stoppingToken)) is null)
            await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);

        logger.LogInformation("{Node} owns {Shard}", _node, shard);
        await HoldAsync(shard, stoppingToken);
    }

    private async Task HoldAsync(string shard, CancellationToken stop)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(10));

        while (!stop.IsCancellationRequested) //! HAZARD release SHUT107
        {
            await map.BeatAsync(_node, shard, stop); //! HAZARD release SHUT107
            await beat.WaitForNextTickAsync(stop); //! HAZARD release SHUT107
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5)); //! HAZARD release SHUT107
        await map.ReleaseAsync(_node, shard, patience.Token); //! HAZARD release SHUT107
        logger.LogInformation("{Node} gave {Shard} back", _node, shard); //! HAZARD release SHUT107
    }
}

public sealed class ShardJanitor(IShardMap map, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            for (;;)
            {
                await map.BeatAsync("janitor", "*", stoppingToken);
                await Task.Delay(TimeSpan.FromMinutes(1), clock, stoppingToken);
            }
        }
        finally
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3));
            await map.ReleaseAsync("janitor", "*", patience.Token);
        }
    }
}

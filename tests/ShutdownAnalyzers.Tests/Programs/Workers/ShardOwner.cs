namespace Search.Shards;

public interface IShardMap
{
    Task<int[]> ClaimAsync(string node, CancellationToken cancellationToken);
    Task ExtendAsync(string node, CancellationToken cancellationToken);
    Task FreeAsync(string node, CancellationToken cancellationToken);
}

public sealed class ShardOwner(IShardMap map, ILogger<ShardOwner> logger) : BackgroundService
{
    private readonly string _node = Environment.MachineName;
    private int[] _shards = [];

    public IReadOnlyList<int> Shards => _shards;

    public override async Task StartAsync(CancellationToken cancellationToken) //! HAZARD start SHUT202
    {
        _shards = await map.ClaimAsync(_node, cancellationToken);
        logger.LogInformation("{Node} owns {Count} shards", _node, _shards.Length);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await map.FreeAsync(_node, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(12), stoppingToken);
            await map.ExtendAsync(_node, stoppingToken);
        }
    }
}

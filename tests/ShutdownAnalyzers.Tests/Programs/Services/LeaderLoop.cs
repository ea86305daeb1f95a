namespace Cluster.Leader;

public interface ILeaseStore
{
    Task<bool> AcquireAsync(string name, TimeSpan lease, CancellationToken ct);
    Task ReleaseAsync(string name, CancellationToken ct);
}

public abstract class LeaderLoop : BackgroundService
{
    private readonly ILeaseStore _leases;
    private volatile bool _leading;

    protected LeaderLoop(ILeaseStore leases) => _leases = leases;

    protected abstract string Name { get; }
    protected abstract Task LeadAsync(CancellationToken ct);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            _leading = await _leases.AcquireAsync(Name, TimeSpan.FromSeconds(30), stoppingToken);
            if (_leading) await LeadAsync(stoppingToken);
            await Task.Delay(TimeSpan.FromSeconds(10), stoppingToken);
        }
    }

    public sealed override Task StopAsync(CancellationToken cancellationToken)
    {
        return StopThenReleaseAsync();

        async Task StopThenReleaseAsync()
        {
            await base.StopAsync(cancellationToken);
            if (!_leading) return;

            try
            {
                await _leases.ReleaseAsync(Name, cancellationToken);
                _leading = false;
            }
            catch (OperationCanceledException)
            {
                // the lease runs out by itself
            }
        }
    }
}

public sealed class Reindexer(ILeaseStore leases, ILogger<Reindexer> logger) : LeaderLoop(leases)
{
    protected override string Name => "reindex";

    protected override Task LeadAsync(CancellationToken ct)
    {
        logger.LogInformation("Reindexing as leader");
        return Task.Delay(TimeSpan.FromSeconds(5), ct);
    }
}

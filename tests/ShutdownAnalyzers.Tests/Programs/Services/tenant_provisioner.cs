namespace Saas.Provisioning;

public sealed record TenantRequest(string Name, string Plan, string Region);

public interface ITenantRequests
{
    Task<TenantRequest?> NextAsync(CancellationToken ct);
    Task CompleteAsync(TenantRequest request, CancellationToken ct);
}

public interface ICluster
{
    string Region { get; }
    Task<bool> PingAsync(CancellationToken ct);
    Task CreateAsync(TenantRequest request, CancellationToken ct);
}

public abstract class RegionalService(IEnumerable<ICluster> clusters, ILogger logger) : BackgroundService
{
    private readonly Dictionary<string, ICluster> _reachable = new(StringComparer.OrdinalIgnoreCase);

    protected ICluster? Find(string region) => _reachable.GetValueOrDefault(region);

    public sealed override async Task StartAsync(CancellationToken cancellationToken) //! HAZARD never SHUT202
    {
        foreach (var cluster in clusters)
        {
            if (await PingAsync(cluster, cancellationToken)) _reachable.Add(cluster.Region, cluster);
            else logger.LogWarning("Region {Region} is not reachable", cluster.Region);
        }

        await StartRegionsAsync(cancellationToken); //! HAZARD never SHUT202
    }

    protected virtual Task StartRegionsAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("{Count} regions are ready", _reachable.Count);
        return Task.CompletedTask;
    }

    private static async Task<bool> PingAsync(ICluster cluster, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            return await cluster.PingAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return false;
        }
    }
}

public sealed class TenantProvisioner(IEnumerable<ICluster> clusters, ITenantRequests requests, ILogger<TenantProvisioner> logger)
    : RegionalService(clusters, logger)
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var request = await requests.NextAsync(stoppingToken);
            if (request is null)
            {
                await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
                continue;
            }

            if (Find(request.Region) is not { } cluster)
            {
                logger.LogError("No cluster for {Tenant}", request.Name);
                continue;
            }

            await cluster.CreateAsync(request, stoppingToken);
            await requests.CompleteAsync(request, CancellationToken.None);
        }
    }
}

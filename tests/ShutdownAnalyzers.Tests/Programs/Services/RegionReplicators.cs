using System.Text.Json;

namespace Storage.Replication;

public sealed record Blob(string Name, long Version, string Json);

public interface IRegionClient
{
    Task<IReadOnlyList<Blob>> ChangedAsync(string region, long since, CancellationToken ct);
    Task PutAsync(string region, Blob blob, CancellationToken ct);
}

public sealed class Replicator : BackgroundService
{
    private readonly IRegionClient _client;
    private readonly string _from;
    private readonly string _to;

    public Replicator(IRegionClient client, string from, string to)
    {
        _client = client;
        _from = from;
        _to = to;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var since = 0L;
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var blob in await _client.ChangedAsync(_from, since, stoppingToken))
            {
                using var document = JsonDocument.Parse(blob.Json);
                if (document.RootElement.TryGetProperty("local", out _)) continue;

                await _client.PutAsync(_to, blob, stoppingToken);
                since = Math.Max(since, blob.Version);
            }

            await Task.Delay(TimeSpan.FromSeconds(4), stoppingToken);
        }
    }
}

public sealed class ReplicationReport(ILogger<ReplicationReport> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(10));
        while (await timer.WaitForNextTickAsync(stoppingToken))
            logger.LogInformation("{Memory:0} MB used", GC.GetTotalMemory(false) / 1e6);
    }
}

public static class ReplicationServices
{
    public static IServiceCollection AddReplication(this IServiceCollection services, string primary, string secondary)
    {
        ArgumentException.ThrowIfNullOrEmpty(primary);
        services.AddHostedService<ReplicationReport>();

        Add(primary, secondary); //! HAZARD oneway SHUT214
        Add(secondary, primary); //! HAZARD oneway SHUT214
        return services;

        void Add(string from, string to)
            => services.AddHostedService(sp => new Replicator(sp.GetRequiredService<IRegionClient>(), from, to)); //! HAZARD oneway SHUT214
    }

    public static IServiceCollection AddMirror(this IServiceCollection services)
    {
        services.AddHostedService(Mirror("eu", "us")); //! HAZARD mirror SHUT214
        services.AddHostedService(Mirror("eu", "asia")); //! HAZARD mirror SHUT214
        return services;
    }

    private static Func<IServiceProvider, Replicator> Mirror(string from, string to) => sp => new Replicator(sp.GetRequiredService<IRegionClient>(), from, to);
}

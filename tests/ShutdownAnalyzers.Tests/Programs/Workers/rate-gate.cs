using System.Collections.Concurrent;

namespace Api.RateGate;

public interface IPartnerApi
{
    Task CallAsync(string tenant, CancellationToken cancellationToken);
}

public interface ITenants
{
    IReadOnlyCollection<string> Due();
}

public sealed class TenantCaller(IPartnerApi api, ITenants tenants) : BackgroundService
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = stoppingToken };
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));

        while (await timer.WaitForNextTickAsync(stoppingToken))
            await Parallel.ForEachAsync(tenants.Due(), options, CallAsync);
    }

    private async ValueTask CallAsync(string tenant, CancellationToken ct)
    {
        var gate = _gates.GetOrAdd(tenant, static _ => new(1, 1));
        if (!gate.Wait(0)) return;

        try
        {
            await api.CallAsync(tenant, ct);
        }
        finally
        {
            gate.Release();
        }
    }
}

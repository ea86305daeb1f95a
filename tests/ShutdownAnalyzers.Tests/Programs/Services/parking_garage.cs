using System.Collections.Immutable;

namespace City.Parking;

public interface IBarrierLink
{
    string Gate { get; }
    Task RaiseAsync(CancellationToken ct);
    Task AnnounceStopAsync(CancellationToken ct);
    void Close();
}

public sealed class BarrierLinks
{
    private ImmutableDictionary<string, IBarrierLink> _links = ImmutableDictionary<string, IBarrierLink>.Empty;

    public BarrierLinks(IHostApplicationLifetime lifetime, ILogger<BarrierLinks> logger)
    {
        lifetime.ApplicationStopping.Register(() =>
        {
            // short and bounded: the gates must hear it before the server goes
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            if (!Task.WaitAll([.. _links.Values.Select(link => AnnounceAsync(link, patience.Token))], TimeSpan.FromSeconds(3)))
                logger.LogWarning("Not every gate was told");
        });
        lifetime.ApplicationStopped.Register(() =>
        {
            foreach (var link in _links.Values)
                link.Close();
        });
    }

    public void Add(IBarrierLink link) => ImmutableInterlocked.AddOrUpdate(ref _links, link.Gate, link, (_, _) => link);

    public void Remove(string gate) => ImmutableInterlocked.TryRemove(ref _links, gate, out _);

    public Task RaiseAsync(string gate, CancellationToken ct)
        => _links.TryGetValue(gate, out var link) ? link.RaiseAsync(ct) : Task.CompletedTask;

    private static async Task AnnounceAsync(IBarrierLink link, CancellationToken ct)
    {
        try
        {
            await link.AnnounceStopAsync(ct).ConfigureAwait(false);
        }
        catch (Exception ex) when (ex is IOException or OperationCanceledException)
        {
            // that gate will notice when its link closes
        }
    }
}

public static class GarageModule
{
    public static IServiceCollection AddGarage(this IServiceCollection services) => services.AddSingleton<BarrierLinks>();

    public static void MapGarage(this IEndpointRouteBuilder routes)
        => routes.MapPost("/gates/{gate}/raise", (string gate, BarrierLinks links, CancellationToken ct) => links.RaiseAsync(gate, ct));
}

namespace Auctions.Timing;

public interface IGavel
{
    Task<bool> FallAsync(string lot, CancellationToken cancellationToken);
}

internal sealed class LotClock : IDisposable
{
    private readonly IGavel _gavel;
    private readonly IHostApplicationLifetime _lifetime;
    private CancellationTokenSource? _round;

    public LotClock(IGavel gavel, IHostApplicationLifetime lifetime)
    {
        _gavel = gavel;
        _lifetime = lifetime;
    }

    public async Task<bool> RestartAsync(string lot, TimeSpan limit)
    {
        var next = CancellationTokenSource.CreateLinkedTokenSource(_lifetime.ApplicationStopping); //! HAZARD round SHUT304
        var previous = Interlocked.Exchange(ref _round, next); //! HAZARD round SHUT304
        previous?.Cancel(); //! HAZARD round SHUT304

        try
        {
            await Task.Delay(limit, next.Token);
            return await _gavel.FallAsync(lot, next.Token);
        }
        catch (OperationCanceledException) when (next.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose() => _round?.Dispose();
}

public static class AuctionEndpoints
{
    public static IServiceCollection AddAuctions<TGavel>(this IServiceCollection services) where TGavel : class, IGavel
        => services.AddSingleton<IGavel, TGavel>().AddSingleton<LotClock>();

    public static void MapAuctions(this WebApplication app) =>
        app.MapPost("/lots/{lot}/bids", async (string lot, LotClock clock) => await clock.RestartAsync(lot, TimeSpan.FromSeconds(10)) ? "sold" : "outbid");
}

namespace Studio.Dubbing;

public static class StopLinks
{
    public static CancellationTokenSource Link(this IHostApplicationLifetime lifetime, CancellationToken other) => //! HAZARD link SHUT304
        CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, other); //! HAZARD link SHUT304
}

public sealed record Take(string Scene, int Number);

public interface ITakeStore
{
    Task<Take?> NextAsync(string scene, CancellationToken cancellationToken);
}

public static class DubbingQueue
{
    public static void MapDubbing(this IEndpointRouteBuilder endpoints)
    {
        var scenes = endpoints.MapGroup("/scenes/{scene}").WithTags("dubbing");
        scenes.MapGet("/next", static async (string scene, ITakeStore store, IHostApplicationLifetime lifetime, CancellationToken aborted) =>
        {
            var either = lifetime.Link(aborted); //! HAZARD link SHUT304
            return await TryNextAsync(store, scene, either.Token) switch
            {
                { } take => Results.Ok(take),
                null when either.IsCancellationRequested => Results.StatusCode(503),
                null => Results.NoContent(),
            };
        });
    }

    private static async Task<Take?> TryNextAsync(ITakeStore store, string scene, CancellationToken ct)
    {
        try
        {
            return await store.NextAsync(scene, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return null;
        }
    }
}

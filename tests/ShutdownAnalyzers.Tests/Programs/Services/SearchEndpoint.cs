namespace Search.Federated;

public interface IShard
{
    string Name { get; }
    Task<IReadOnlyList<string>> FindAsync(string text, CancellationToken ct);
}

internal readonly struct SearchScope(CancellationTokenSource source) : IDisposable
{
    public CancellationToken Token => source.Token;

    public static SearchScope Begin(CancellationToken request, CancellationToken stopping, TimeSpan limit)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(request, stopping);
        source.CancelAfter(limit);
        return new SearchScope(source);
    }

    public void Dispose() => source.Dispose();
}

internal sealed class FederatedSearch(IEnumerable<IShard> shards, IHostApplicationLifetime lifetime, ILogger<FederatedSearch> logger)
{
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> FindAsync(string text, CancellationToken request)
    {
        using var scope = SearchScope.Begin(request, lifetime.ApplicationStopping, TimeSpan.FromSeconds(4));
        var found = await Task.WhenAll(shards.Select(shard => AskAsync(shard, text, scope.Token)));
        return found.Where(f => f.Hits is not null).ToDictionary(f => f.Name, f => f.Hits!);
    }

    private async Task<(string Name, IReadOnlyList<string>? Hits)> AskAsync(IShard shard, string text, CancellationToken ct)
    {
        try
        {
            return (shard.Name, await shard.FindAsync(text, ct));
        }
        catch (Exception ex)
        {
            logger.LogDebug(ex, "Shard {Shard} has no answer", shard.Name);
            return (shard.Name, null);
        }
    }
}

public static class SearchEndpoint
{
    public static IServiceCollection AddSearch(this IServiceCollection services) => services.AddSingleton<FederatedSearch>();

    public static void MapSearch(this IEndpointRouteBuilder endpoints)
        => endpoints.MapGet("/search", async (string text, HttpContext context) =>
        {
            var search = context.RequestServices.GetRequiredService<FederatedSearch>();
            var result = await search.FindAsync(text, context.RequestAborted);
            return result.Count == 0 ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable) : Results.Ok(result);
        });
}

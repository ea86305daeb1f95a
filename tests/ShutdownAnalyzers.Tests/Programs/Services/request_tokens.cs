namespace Search.Federated;

public sealed record Hit(string Source, string Title, double Score);

public interface ISearchBackend
{
    string Name { get; }
    Task<IReadOnlyList<Hit>> SearchAsync(string query, CancellationToken ct);
}

public sealed class FederatedSearch
{
    private readonly IReadOnlyList<ISearchBackend> _backends;
    private readonly ILogger<FederatedSearch> _logger;

    public FederatedSearch(IEnumerable<ISearchBackend> backends, ILogger<FederatedSearch> logger)
    {
        _backends = backends.ToList();
        _logger = logger;
    }

    public async Task<IReadOnlyList<Hit>> SearchAsync(string query, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(2));

        var hits = new List<Hit>();
        var searches = _backends.Select(b => AskAsync(b, query, limit.Token)).ToList();
        await foreach (var search in Task.WhenEach(searches))
            hits.AddRange(await search);

        cancellationToken.ThrowIfCancellationRequested();
        return hits.OrderByDescending(h => h.Score).Take(20).ToList();
    }

    private async Task<IReadOnlyList<Hit>> AskAsync(ISearchBackend backend, string query, CancellationToken ct)
    {
        try
        {
            return await backend.SearchAsync(query, ct);
        }
        catch (Exception ex) when (ex is HttpRequestException or OperationCanceledException)
        {
            _logger.LogInformation("{Backend} did not answer in time", backend.Name);
            return [];
        }
    }
}

public static class SearchEndpoints
{
    public static IEndpointConventionBuilder MapSearch(this IEndpointRouteBuilder endpoints)
        => endpoints.MapGet("/search", async (string q, FederatedSearch search, CancellationToken ct) =>
        {
            if (string.IsNullOrWhiteSpace(q))
                return Results.BadRequest("q is empty");

            return Results.Ok(await search.SearchAsync(q.Trim(), ct));
        });
}

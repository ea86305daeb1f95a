namespace Search.Crawler;

public sealed record Page(Uri Address, int Status, string Html);

public interface IFrontier
{
    Task<Uri?> NextAsync(CancellationToken ct);
    Task StoreAsync(Page page, CancellationToken ct);
    Task SkipAsync(Uri address, string reason, CancellationToken ct);
}

public sealed class CrawlerWorker(IFrontier frontier, HttpClient http, ILogger<CrawlerWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var address = await frontier.NextAsync(stoppingToken);
            if (address is null)
            {
                await Task.Delay(TimeSpan.FromSeconds(2), stoppingToken);
                continue;
            }

            var patience = Limit(stoppingToken); //! HAZARD link SHUT304
            try
            {
                await frontier.StoreAsync(await LoadAsync(address, patience.Token), stoppingToken);
            }
            catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
            {
                await frontier.SkipAsync(address, "slow", stoppingToken);
            }
            catch (HttpRequestException ex)
            {
                logger.LogDebug(ex, "{Address} skipped", address);
                await frontier.SkipAsync(address, ex.HttpRequestError.ToString(), stoppingToken);
            }
        }
    }

    private static CancellationTokenSource Limit(CancellationToken outer)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(outer); //! HAZARD link SHUT304
        source.CancelAfter(Patience);
        return source;
    }

    private async Task<Page> LoadAsync(Uri address, CancellationToken ct)
    {
        using var response = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, ct);
        var html = response.Content.Headers.ContentType?.MediaType == "text/html" ? await response.Content.ReadAsStringAsync(ct) : "";
        return new Page(address, (int)response.StatusCode, html);
    }
}

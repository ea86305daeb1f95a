namespace Partner.Feeds;

public abstract class PollingService<T>(IHttpClientFactory clients, ILogger logger) : BackgroundService
{
    protected abstract string Url { get; }
    protected virtual TimeSpan Interval => TimeSpan.FromMinutes(5);

    protected abstract Task<T> ParseAsync(Stream content, CancellationToken cancellationToken);
    protected abstract void Accept(T value);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        do
        {
            try
            {
                using var client = clients.CreateClient();
                await using var content = await client.GetStreamAsync(Url, stoppingToken);
                Accept(await ParseAsync(content, stoppingToken));
            }
            catch (Exception ex) when (ex is not OperationCanceledException)
            {
                logger.LogError(ex, "{Url} could not be read", Url);
            }
            catch (OperationCanceledException ex) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(ex, "{Url} timed out", Url);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}

public sealed class PartnerCatalogue
{
    private string[] _skus = [];

    public IReadOnlyList<string> Skus => Volatile.Read(ref _skus);

    public void Set(string[] skus) => Volatile.Write(ref _skus, skus);
}

public sealed class CatalogueFeed(IHttpClientFactory clients, PartnerCatalogue catalogue, ILogger<CatalogueFeed> logger)
    : PollingService<string[]>(clients, logger)
{
    protected override string Url => "https://partner.example/skus.txt";

    protected override async Task<string[]> ParseAsync(Stream content, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(content, leaveOpen: true);
        var text = await reader.ReadToEndAsync(cancellationToken);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    protected override void Accept(string[] value) => catalogue.Set(value);
}

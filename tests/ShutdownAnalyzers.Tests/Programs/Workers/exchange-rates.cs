namespace Treasury.Rates;

public sealed record Quote(string Pair, decimal Mid);

internal sealed class QuoteClient(HttpClient http)
{
    public async Task<Quote> LatestAsync(string pair, CancellationToken ct)
        => await http.GetFromJsonAsync<Quote>($"v2/quotes/{pair}", ct) ?? throw new InvalidDataException(pair);
}

internal interface IQuoteSink
{
    void Put(Quote quote);
}

internal sealed class QuotePoller(QuoteClient client, IQuoteSink sink, ILogger<QuotePoller> logger) : BackgroundService
{
    private static readonly IReadOnlyList<string> Pairs = ["EURUSD", "EURNOK", "EURCHF"];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var index = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                sink.Put(await client.LatestAsync(Pairs[index++ % Pairs.Count], stoppingToken)); //! HAZARD escapes SHUT106
            }
            catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException)) //! HAZARD escapes SHUT106
            {
                logger.LogWarning(e, "Quote skipped");
            }

            await Task.Delay(TimeSpan.FromSeconds(20), stoppingToken);
        }
    }
}

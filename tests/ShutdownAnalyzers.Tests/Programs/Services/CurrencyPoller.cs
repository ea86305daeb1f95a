using System.Collections.Immutable;

namespace Bank.Rates;

public sealed record Quote(string Pair, decimal Bid, decimal Ask);

public sealed class RateBook
{
    private ImmutableDictionary<string, Quote> _quotes = ImmutableDictionary<string, Quote>.Empty;

    public Quote? this[string pair] => _quotes.GetValueOrDefault(pair);

    public void Apply(IEnumerable<Quote> quotes)
        => ImmutableInterlocked.Update(ref _quotes, (old, fresh) => old.SetItems(fresh.Select(q => KeyValuePair.Create(q.Pair, q))), quotes);
}

public sealed class CurrencyPoller(HttpClient http, RateBook book, ILogger<CurrencyPoller> logger) : BackgroundService
{
    private readonly TimeSpan _pace = TimeSpan.FromSeconds(15);
    private string? _etag;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        do
        {
            logger.LogTrace("Next poll in {Pace}", _pace);
        }
        while (await PollAsync(stoppingToken)); //! HAZARD zombie SHUT105
    }

    private async Task<bool> PollAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FetchAsync(cancellationToken); //! HAZARD zombie SHUT105
            await Task.Delay(_pace, cancellationToken);
            return true;
        }
        catch (HttpRequestException ex)
        {
            logger.LogWarning("Rates unavailable: {Message}", ex.Message);
            await Task.Delay(_pace * 2, cancellationToken);
            return true;
        }
        catch (TaskCanceledException) //! HAZARD zombie SHUT105
        {
            return false; //! HAZARD zombie SHUT105
        }
    }

    private async Task FetchAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "fx/latest");
        if (_etag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", _etag);

        using var response = await http.SendAsync(request, cancellationToken);
        if (response.StatusCode == System.Net.HttpStatusCode.NotModified) return;

        response.EnsureSuccessStatusCode();
        _etag = response.Headers.ETag?.Tag;
        book.Apply(await response.Content.ReadFromJsonAsync<Quote[]>(cancellationToken) ?? []);
    }
}

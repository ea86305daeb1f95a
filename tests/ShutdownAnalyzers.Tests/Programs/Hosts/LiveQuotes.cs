using System.Collections.Concurrent;

namespace Exchange.Quotes;

public interface IQuoteVenue
{
    string Code { get; }
    IAsyncEnumerable<Quote> SubscribeAsync(CancellationToken cancellationToken);
    Task LogOutAsync();
}

public readonly record struct Quote(string Symbol, decimal Bid, decimal Ask);

public sealed class QuoteCache
{
    private readonly ConcurrentDictionary<(string Venue, string Symbol), Quote> _quotes = new();

    public void Set(string venue, Quote quote) => _quotes[(venue, quote.Symbol)] = quote;
}

public sealed class LiveQuotes(IEnumerable<IQuoteVenue> venues, QuoteCache cache, ILogger<LiveQuotes> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        foreach (var venue in venues)
        {
            logger.LogInformation("Opening {Venue}", venue.Code);
            _ = Task.Run(() => FollowAsync(venue, stoppingToken), CancellationToken.None); //! HAZARD detached SHUT204
        }
    }

    private async Task FollowAsync(IQuoteVenue venue, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var quote in venue.SubscribeAsync(cancellationToken))
                cache.Set(venue.Code, quote);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            logger.LogDebug("{Venue} ended", venue.Code);
        }
        catch (IOException ex)
        {
            logger.LogError(ex, "{Venue} failed", venue.Code);
        }
        finally
        {
            await venue.LogOutAsync();
        }
    }
}

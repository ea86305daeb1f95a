using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;

namespace Market.Hubs;

public sealed record Quote(string Symbol, decimal Price, DateTimeOffset At);

public interface IQuoteSource
{
    Quote Last(string symbol);
}

public interface IQuoteClient
{
    Task Welcome(string[] symbols);
}

public sealed class QuoteHub(IQuoteSource source, IConfiguration configuration, ILogger<QuoteHub> logger) : Hub<IQuoteClient>
{
    private readonly string[] _symbols = configuration.GetSection("Quotes:Symbols").Get<string[]>() ?? ["ABC"];

    public override async Task OnConnectedAsync()
    {
        await Clients.Caller.Welcome(_symbols);
        await base.OnConnectedAsync();
    }

    public async IAsyncEnumerable<Quote> Follow(string symbol, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!_symbols.Contains(symbol)) throw new HubException("unknown symbol");

        var last = 0m;
        while (!cancellationToken.IsCancellationRequested)
        {
            var quote = source.Last(symbol);
            if (quote.Price != last)
            {
                last = quote.Price;
                yield return quote;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(300), cancellationToken);
        }
    }

    public Task<decimal[]> Snapshot() => Task.FromResult(_symbols.Select(s => source.Last(s).Price).ToArray());

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        logger.LogDebug(exception, "{Connection} left", Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }
}

public static class QuoteHubEndpoints
{
    public static void MapQuotes(this WebApplication app) => app.MapHub<QuoteHub>("/quotes");
}

using System.Collections.Concurrent;

namespace Market.Prices;

public interface IPriceFeed
{
    void Track(string symbol);
    decimal? Last(string symbol);
}

public interface IExchange
{
    Task<decimal> QuoteAsync(string symbol, CancellationToken ct);
}

public sealed class PriceFeed(IExchange exchange, IQuoteRecorder recorder) : BackgroundService, IPriceFeed
{
    private readonly ConcurrentDictionary<string, decimal> _last = new(StringComparer.Ordinal);

    public void Track(string symbol) => _last.TryAdd(symbol, 0m);

    public decimal? Last(string symbol) => _last.TryGetValue(symbol, out var price) && price > 0 ? price : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var symbol in _last.Keys)
            {
                var price = await exchange.QuoteAsync(symbol, stoppingToken);
                if (_last[symbol] != price) recorder.Record(symbol, price);
                _last[symbol] = price;
            }
        }
    }
}

public static class PriceFeedModule
{
    public static IServiceCollection AddPriceFeed<TExchange>(this IServiceCollection services) where TExchange : class, IExchange
    {
        services.AddSingleton<IExchange, TExchange>();
        services.AddSingleton<IQuoteRecorder>(new CsvRecorder("quotes.csv")); //! HAZARD recorder SHUT701
        services.AddSingleton<PriceFeed>(); //! HAZARD twin SHUT215
        services.AddSingleton<IPriceFeed>(sp => sp.GetRequiredService<PriceFeed>());
        services.AddHostedService<PriceFeed>(); //! HAZARD twin SHUT215
        return services;
    }

    public static IEndpointRouteBuilder MapPrices(this IEndpointRouteBuilder endpoints)
    {
        var prices = endpoints.MapGroup("/prices");
        prices.MapPut("/{symbol}", (string symbol, IPriceFeed feed) =>
        {
            feed.Track(symbol);
            return Results.Accepted();
        });
        prices.MapGet("/{symbol}", (string symbol, IPriceFeed feed) => feed.Last(symbol) is { } price ? Results.Ok(price) : Results.NotFound());
        return endpoints;
    }
}

public interface IQuoteRecorder
{
    void Record(string symbol, decimal price);
}

internal sealed class CsvRecorder(string path) : IQuoteRecorder, IAsyncDisposable, IDisposable
{
    private readonly StreamWriter _writer = new(path, append: true);

    public void Record(string symbol, decimal price)
    {
        lock (_writer) _writer.WriteLine($"{DateTime.UtcNow:O},{symbol},{price}");
    }

    public void Dispose() => _writer.Dispose();

    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}

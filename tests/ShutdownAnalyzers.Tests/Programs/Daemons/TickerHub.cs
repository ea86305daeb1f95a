using System.Collections.Concurrent;
using System.Net.NetworkInformation;

namespace Exchange.Ticker;

public sealed record Quote(string Symbol, decimal Price, long Sequence);

public interface IQuoteFeed
{
    event EventHandler<Quote> QuoteReceived;
    Task ConnectAsync(CancellationToken cancellationToken);
}

public interface ISymbolCatalog
{
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken);
}

public interface IQuoteStore
{
    Task UpsertAsync(IReadOnlyCollection<Quote> quotes, CancellationToken cancellationToken);
}

public sealed class QuoteBoard
{
    private readonly ConcurrentDictionary<string, Quote> _latest = new();

    public void Set(Quote quote) => _latest.AddOrUpdate(quote.Symbol, quote, (_, old) => old.Sequence > quote.Sequence ? old : quote);

    public IReadOnlyCollection<Quote> Snapshot() => _latest.Values.ToArray();
}

internal sealed class QuoteReceiver(IQuoteFeed feed, QuoteBoard board, ILogger<QuoteReceiver> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD receiver SHUT204
    {
        feed.QuoteReceived += OnQuote; //! HAZARD receiver SHUT204
        await feed.ConnectAsync(stoppingToken);
        logger.LogInformation("Quotes are coming in");
    }

    private void OnQuote(object? sender, Quote quote)
    {
        if (quote.Price > 0) board.Set(quote);
    }
}

internal sealed class QuoteSnapshots(QuoteBoard board, IQuoteStore store, ISymbolCatalog catalog) : BackgroundService
{
    private HashSet<string> _wanted = [];

    public override async Task StartAsync(CancellationToken cancellationToken) //! HAZARD never SHUT202
    {
        _wanted = [.. await catalog.ListAsync(cancellationToken)];
        if (_wanted.Count == 0)
            throw new InvalidOperationException("The symbol catalogue is empty.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30));
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await store.UpsertAsync([.. board.Snapshot().Where(q => _wanted.Contains(q.Symbol))], stoppingToken);
    }
}

internal sealed class LineMonitor : IHostedService
{
    private readonly ILogger<LineMonitor> _logger;
    private int _changes;

    public LineMonitor(ILogger<LineMonitor> logger) //! HAZARD line SHUT205
    {
        _logger = logger;
        NetworkChange.NetworkAddressChanged += OnAddressChanged; //! HAZARD line SHUT205
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) //! HAZARD line SHUT205
    {
        _logger.LogInformation("{Changes} address changes", _changes);
        return Task.CompletedTask;
    }

    private void OnAddressChanged(object? sender, EventArgs e)
    {
        _logger.LogWarning("Address changed, {Changes} times so far", Interlocked.Increment(ref _changes));
    }
}

public static class TickerServices
{
    public static void AddTicker(this IServiceCollection services)
    {
        services.AddSingleton<QuoteBoard>();
        services.AddHostedService<LineMonitor>();
        services.AddHostedService<QuoteSnapshots>();
        services.AddHostedService<QuoteReceiver>();
    }
}

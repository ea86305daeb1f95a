namespace Quotes.Bridge;

public readonly record struct Quote(string Symbol, decimal Price);

public interface IQuoteSource : IObservable<Quote>
{
}

public interface IQuoteStore
{
    void Put(Quote quote);
}

/// <summary>Lives as long as the subscription; the subscription lives as long as the host.</summary>
public sealed class QuoteBridge : BackgroundService, IObserver<Quote>
{
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IQuoteSource _source;
    private readonly IQuoteStore _store;

    public QuoteBridge(IQuoteSource source, IQuoteStore store)
    {
        _source = source;
        _store = store;
    }

    void IObserver<Quote>.OnNext(Quote value) => _store.Put(value);

    void IObserver<Quote>.OnError(Exception error) => _completed.TrySetException(error);

    void IObserver<Quote>.OnCompleted() => _completed.TrySetResult();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = _source.Subscribe(this);
        await using var ending = stoppingToken.Register(static s => ((TaskCompletionSource)s!).TrySetResult(), _completed);
        await _completed.Task;
    }
}

public sealed class LatestQuotes : IQuoteStore
{
    private readonly Dictionary<string, decimal> _latest = [];
    private readonly ReaderWriterLockSlim _lock = new();

    public void Put(Quote quote)
    {
        _lock.EnterWriteLock();
        try
        {
            _latest[quote.Symbol] = quote.Price;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    public decimal? Get(string symbol)
    {
        _lock.EnterReadLock();
        try
        {
            return _latest.TryGetValue(symbol, out var price) ? price : null;
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }
}

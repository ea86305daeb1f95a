namespace Events.Bundle;

public sealed record Invoice(int Number, decimal Total);

public interface IEventBus
{
    IAsyncDisposable On<T>(string topic, Func<T, CancellationToken, Task> handler);
}

public interface IAccounting
{
    Task BookAsync(Invoice invoice, CancellationToken ct);
    Task CancelAsync(int number, CancellationToken ct);
}

public abstract class Subscriber(IEventBus bus) : IHostedService
{
    private readonly Stack<IAsyncDisposable> _open = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Subscribe();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        while (_open.TryPop(out var subscription))
        {
            if (await EndsInTimeAsync(subscription, cancellationToken)) continue;
            Console.Error.WriteLine($"{GetType().Name}: a handler is still busy");
        }
    }

    protected abstract void Subscribe();

    protected void On<T>(string topic, Func<T, CancellationToken, Task> handler) => _open.Push(bus.On(topic, handler));

    private static async Task<bool> EndsInTimeAsync(IAsyncDisposable subscription, CancellationToken deadline)
    {
        var ending = subscription.DisposeAsync().AsTask();
        var limit = Task.Delay(TimeSpan.FromSeconds(10), deadline);
        return await Task.WhenAny(ending, limit) == ending;
    }
}

public sealed class AccountingSubscriber : Subscriber
{
    private readonly IAccounting _accounting;
    private readonly ILogger<AccountingSubscriber> _logger;
    private int _handled;

    public AccountingSubscriber(IEventBus bus, IAccounting accounting, ILogger<AccountingSubscriber> logger) : base(bus)
    {
        _accounting = accounting;
        _logger = logger;
    }

    protected override void Subscribe()
    {
        On<Invoice>("invoice.issued", async (invoice, ct) =>
        {
            await _accounting.BookAsync(invoice, ct);
            Count();
        });
        On<int>("invoice.cancelled", (number, ct) =>
        {
            Count();
            return _accounting.CancelAsync(number, ct);
        });
    }

    private void Count()
    {
        if (Interlocked.Increment(ref _handled) % 1000 == 0)
            _logger.LogInformation("{Count} events handled", _handled);
    }
}

namespace Shop.Orders;

public interface IOrderSource
{
    Task<Order?> PollAsync(CancellationToken cancellationToken);
}

public sealed record Order(long Id, string Customer, decimal Amount);

public interface IOrderBook
{
    Task RecordAsync(Order order, CancellationToken cancellationToken);
}

public sealed class SchemaLatch
{
    private readonly ManualResetEventSlim _ready = new();

    public void Open() => _ready.Set();

    public void WaitUntilOpen() => _ready.Wait(); //! HAZARD latch SHUT207
}

public sealed class OrderStream(IOrderSource source, IOrderBook book, ILogger<OrderStream> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private Task? _stream;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _stream = StreamAsync(_ended.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("Waiting for the order stream");
        if (_stream is not null)
            await _stream; //! HAZARD hang SHUT208

        logger.LogInformation("Order stream ended");
    }

    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
    }

    private async Task StreamAsync(CancellationToken token)
    {
        await Task.Yield();
        while (!token.IsCancellationRequested)
        {
            if (await source.PollAsync(token) is { } order)
                await book.RecordAsync(order, token);
            else
                await Task.Delay(TimeSpan.FromMilliseconds(300), token);
        }
    }
}

public sealed class OrderPrewarm(IOrderBook book, SchemaLatch latch) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        latch.WaitUntilOpen(); //! HAZARD latch SHUT207
        return book.RecordAsync(new Order(0, "probe", 0m), cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

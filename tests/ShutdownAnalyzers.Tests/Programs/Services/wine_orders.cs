using System.Threading.Channels;

namespace Cellar.Orders;

public record Order(Guid Id, string Wine, int Bottles);

public sealed class OrderBook
{
    readonly Channel<Order> _orders = Channel.CreateUnbounded<Order>(new UnboundedChannelOptions { SingleReader = true });

    public bool Place(Order order) => _orders.Writer.TryWrite(order);

    public void Close() => _orders.Writer.TryComplete();

    public async Task<IReadOnlyList<Order>> TakeBatchAsync(int most, CancellationToken cancellation = default)
    {
        var batch = new List<Order>(most);
        if (!await _orders.Reader.WaitToReadAsync(cancellation))
            return batch;

        while (batch.Count < most && _orders.Reader.TryRead(out var order))
            batch.Add(order);

        return batch;
    }
}

public abstract class BatchWorker : BackgroundService
{
    protected CancellationToken Ending { get; private set; }

    protected abstract Task<bool> WorkAsync();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Ending = stoppingToken;
        while (!stoppingToken.IsCancellationRequested && await WorkAsync())
        {
        }
    }
}

public sealed class OrderPacker(OrderBook book, HttpClient warehouse) : BatchWorker
{
    protected override async Task<bool> WorkAsync()
    {
        var batch = await book.TakeBatchAsync(25); //! HAZARD batch SHUT102
        if (batch.Count == 0)
            return false;

        using var response = await warehouse.PostAsJsonAsync("picks", batch, Ending);
        response.EnsureSuccessStatusCode();
        return true;
    }
}

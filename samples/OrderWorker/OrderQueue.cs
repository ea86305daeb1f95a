using System.Threading.Channels;

namespace OrderWorker;

public sealed record Order(int Id);

/// <summary>What the broker delivered and nobody has shipped yet.</summary>
public sealed class OrderQueue
{
    private readonly Channel<Order> _orders = Channel.CreateBounded<Order>(100);

    public ValueTask AddAsync(Order order, CancellationToken cancellationToken) => _orders.Writer.WriteAsync(order, cancellationToken);

    public bool TryTake(out Order? order) => _orders.Reader.TryRead(out order);
}

namespace OrderWorker;

public sealed record Order(int Id);

/// <summary>Stands in for the queue of a broker.</summary>
public sealed class OrderQueue
{
    private int _last;

    public Order? TryTake() => Random.Shared.Next(3) == 0 ? null : new Order(Interlocked.Increment(ref _last));

    public ValueTask AcknowledgeAsync(Order order) => ValueTask.CompletedTask;
}

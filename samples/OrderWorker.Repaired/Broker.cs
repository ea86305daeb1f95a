namespace OrderWorker;

/// <summary>Stands in for the client of a message broker.</summary>
public sealed class Broker
{
    private int _last;

    public async Task<Order> ReceiveAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Random.Shared.Next(200), cancellationToken);
        return new Order(Interlocked.Increment(ref _last));
    }

    public Task AcknowledgeAsync(Order order) => Task.CompletedTask;
}

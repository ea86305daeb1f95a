namespace OrderWorker;

/// <summary>Takes orders from the broker.</summary>
public sealed class Receiver(Broker broker, OrderQueue queue, ILogger<Receiver> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task? _receiving;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _receiving = Task.Run(() => ReceiveAsync(_stopping.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (_receiving is not null)
        {
            await Task.WhenAny(_receiving, Task.Delay(Timeout.Infinite, cancellationToken));
        }
    }

    public void Dispose() => _stopping.Dispose();

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var order = await broker.ReceiveAsync(cancellationToken);
            await queue.AddAsync(order, cancellationToken);
            await broker.AcknowledgeAsync(order);
            logger.LogDebug("Order {Id} received", order.Id);
        }
    }
}

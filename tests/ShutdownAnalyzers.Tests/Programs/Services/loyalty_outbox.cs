namespace Loyalty.Outbox;

public sealed class OutboxMessage
{
    public required Guid Id { get; init; }
    public required string Payload { get; init; }
    public int Attempts { get; set; }
}

public interface IOutboxRepository
{
    Task<IReadOnlyList<OutboxMessage>> TakeAsync(int count, CancellationToken ct);
    Task CompleteAsync(OutboxMessage message, CancellationToken ct);
    Task PostponeAsync(OutboxMessage message, TimeSpan delay, CancellationToken ct);
}

public interface IEventBus
{
    Task PublishAsync(string payload, CancellationToken ct);
}

public sealed class OutboxPublisher(IServiceScopeFactory scopes, IEventBus bus, ILogger<OutboxPublisher> logger) : BackgroundService
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var sent = 0;
            try
            {
                sent = await PublishBatchAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "The outbox could not be read");
            }

            if (sent == 0)
                await Task.Delay(Idle, stoppingToken);
        }
    }

    private async Task<int> PublishBatchAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var repository = scope.ServiceProvider.GetRequiredService<IOutboxRepository>();
        var batch = await repository.TakeAsync(50, ct);

        foreach (var message in batch)
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                await bus.PublishAsync(message.Payload, ct);
            }
            catch (Exception ex) when (!ct.IsCancellationRequested)
            {
                logger.LogWarning(ex, "Message {Id} waits", message.Id);
                message.Attempts++;
                await repository.PostponeAsync(message, TimeSpan.FromSeconds(Math.Pow(2, Math.Min(message.Attempts, 8))), ct);
                continue;
            }

            // it is out: the mark must not be lost
            await repository.CompleteAsync(message, CancellationToken.None);
        }

        return batch.Count;
    }
}

using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Payments.Outbox;

public interface IBookkeeping
{
    Task<bool> BookAsync(ReadOnlyMemory<byte> payment, CancellationToken cancellationToken);
}

public sealed class OutboxPump(IConnection connection, IBookkeeping books, ILogger<OutboxPump> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: stoppingToken);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            if (await RetryAsync(() => books.BookAsync(delivery.Body, stoppingToken), stoppingToken))
                await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
            else
                await channel.BasicNackAsync(delivery.DeliveryTag, multiple: false, requeue: true);
        };

        var tag = await channel.BasicConsumeAsync("payments", autoAck: false, consumer, stoppingToken);
        try
        {
            await Task.Delay(-1, stoppingToken);
        }
        finally
        {
            await channel.BasicCancelAsync(tag);
            await channel.CloseAsync();
        }
    }

    private async Task<bool> RetryAsync(Func<Task<bool>> action, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await action()) return true;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return false;
            }
            catch (HttpRequestException ex)
            {
                logger.LogWarning(ex, "Books are closed, attempt {Attempt}", attempt);
            }

            await Task.Delay(TimeSpan.FromSeconds(Math.Min(attempt, 60)), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested) return false;
        }
    }
}

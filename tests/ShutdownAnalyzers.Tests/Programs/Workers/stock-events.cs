using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Shop.StockEvents;

public interface IStockBook
{
    Task ApplyAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken);
}

public sealed class StockEvents(IConnection connection, IStockBook book) : BackgroundService
{
    private int _inFlight;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var channel = await connection.CreateChannelAsync(cancellationToken: stoppingToken);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += OnReceivedAsync;
        var tag = await channel.BasicConsumeAsync("stock", autoAck: false, consumer, stoppingToken);

        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken);
        }
        finally
        {
            await channel.BasicCancelAsync(tag);
            consumer.ReceivedAsync -= OnReceivedAsync;
            for (var i = 0; i < 50 && Volatile.Read(ref _inFlight) > 0; i++)
                await Task.Delay(100);
            await channel.CloseAsync();
        }
    }

    private async Task OnReceivedAsync(object sender, BasicDeliverEventArgs delivery)
    {
        Interlocked.Increment(ref _inFlight);
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(4));
            await book.ApplyAsync(delivery.Body.ToArray(), limit.Token);
            await ((AsyncEventingBasicConsumer)sender).Channel.BasicAckAsync(delivery.DeliveryTag, false);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }
}

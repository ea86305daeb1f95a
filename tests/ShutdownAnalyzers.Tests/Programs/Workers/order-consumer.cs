using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Orders.Intake;

public interface IOrderBook
{
    Task PlaceAsync(ReadOnlyMemory<byte> order);
}

public sealed class OrderConsumer(IChannel channel, IOrderBook book, ILogger<OrderConsumer> logger) : BackgroundService
{
    private const string Queue = "orders.intake";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD subscribe SHUT204 SHUT205 SHUT803
    {
        await channel.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, cancellationToken: stoppingToken);
        await channel.BasicQosAsync(0, 20, false, stoppingToken);

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += OnOrderAsync; //! HAZARD subscribe SHUT204 SHUT205 SHUT803
        var tag = await channel.BasicConsumeAsync(Queue, autoAck: false, consumer, stoppingToken); //! HAZARD subscribe SHUT204 SHUT205 SHUT803
        logger.LogInformation("Consuming {Queue} as {Tag}", Queue, tag);
    }

    private async Task OnOrderAsync(object sender, BasicDeliverEventArgs delivery)
    {
        await book.PlaceAsync(delivery.Body.ToArray());
        await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
    }
}

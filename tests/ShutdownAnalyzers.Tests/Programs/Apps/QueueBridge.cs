using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Orders.Bridge;

public sealed class QueueBridge(IConnection connection, IHttpClientFactory clients, ILogger<QueueBridge> logger) : BackgroundService
{
    private IChannel _channel = default!;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var channel = _channel = await connection.CreateChannelAsync(cancellationToken: stoppingToken);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) => ForwardAsync(delivery, stoppingToken); //! HAZARD forward SHUT101 SHUT102
        var tag = await channel.BasicConsumeAsync("orders", autoAck: false, consumer, stoppingToken);

        try
        {
            await Task.Delay(Timeout.Infinite, stoppingToken);
        }
        finally
        {
            await channel.BasicCancelAsync(tag, cancellationToken: CancellationToken.None);
            await channel.CloseAsync(CancellationToken.None);
        }
    }

    private async Task ForwardAsync(BasicDeliverEventArgs delivery, CancellationToken stop) //! HAZARD forward SHUT101 SHUT102
    {
        while (!await TryPostAsync(delivery.Body.ToArray())) //! HAZARD forward SHUT101 SHUT102
        {
            logger.LogWarning("Order {Tag} was refused, stopping: {Stopping}", delivery.DeliveryTag, stop.IsCancellationRequested);
            await Task.Delay(TimeSpan.FromSeconds(30)); //! HAZARD forward SHUT102 SHUT101
        }

        await _channel.BasicAckAsync(delivery.DeliveryTag, multiple: false, CancellationToken.None);
    }

    private async Task<bool> TryPostAsync(byte[] body)
    {
        try
        {
            using var response = await clients.CreateClient("orders").PostAsync("import", new ByteArrayContent(body));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

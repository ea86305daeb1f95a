using System.Text.Json;
using RabbitMQ.Client;

namespace Orders.Publishing;

public sealed class RabbitPublisher : IHostedService, IDisposable
{
    private readonly ConnectionFactory _factory;
    private readonly SemaphoreSlim _publishing = new(1, 1);
    private IConnection? _connection; //! HAZARD rabbit SHUT704
    private IChannel? _channel;

    public RabbitPublisher(IConfiguration configuration) =>
        _factory = new() { HostName = configuration["Rabbit:Host"] ?? "rabbit", AutomaticRecoveryEnabled = true };

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _connection = await _factory.CreateConnectionAsync(cancellationToken); //! HAZARD rabbit SHUT704
        _channel = await _connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await _channel.QueueDeclareAsync("orders", durable: true, exclusive: false, autoDelete: false, cancellationToken: cancellationToken);
    }

    public async Task PublishAsync<T>(T order, CancellationToken cancellationToken)
    {
        if (_channel is not { IsOpen: true } channel) throw new InvalidOperationException("Not connected");

        await _publishing.WaitAsync(cancellationToken);
        try
        {
            await channel.BasicPublishAsync("", "orders", JsonSerializer.SerializeToUtf8Bytes(order), cancellationToken);
        }
        finally
        {
            _publishing.Release();
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken) //! HAZARD rabbit SHUT704
    {
        if (_channel is { IsOpen: true } channel)
            await channel.CloseAsync(cancellationToken);
    }

    public void Dispose() //! HAZARD rabbit SHUT704
    {
        _channel?.Dispose();
        _publishing.Dispose();
    }
}

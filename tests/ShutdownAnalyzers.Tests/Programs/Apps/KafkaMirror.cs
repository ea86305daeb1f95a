using Confluent.Kafka;

namespace Streams.Mirror;

public sealed class KafkaMirror : BackgroundService
{
    private readonly IProducer<string, string> _producer;
    private readonly ILogger<KafkaMirror> _logger;
    private readonly ConsumerConfig _source;

    public KafkaMirror(IConfiguration configuration, ILogger<KafkaMirror> logger)
    {
        _logger = logger;
        _source = new ConsumerConfig { BootstrapServers = configuration["Kafka:Source"], GroupId = "mirror", EnableAutoOffsetStore = false };
        _producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = configuration["Kafka:Target"] }).Build();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => Mirror(stoppingToken), CancellationToken.None);

    private void Mirror(CancellationToken stop)
    {
        using var consumer = new ConsumerBuilder<string, string>(_source).Build();
        consumer.Subscribe("orders");
        try
        {
            while (true)
            {
                var record = consumer.Consume(stop);
                _producer.Produce("orders-mirror", record.Message, report =>
                {
                    if (report.Error.IsError) _logger.LogError("Lost {Offset}: {Error}", record.Offset, report.Error.Reason);
                });
                consumer.StoreOffset(record);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        finally
        {
            consumer.Close();
        }
    }

    public override void Dispose()
    {
        _producer.Flush(TimeSpan.FromSeconds(5));
        _producer.Dispose();
        base.Dispose();
    }
}

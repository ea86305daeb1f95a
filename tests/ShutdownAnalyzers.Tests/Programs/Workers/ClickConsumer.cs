using Confluent.Kafka;

namespace Ads.Clicks;

public interface IClickCounter
{
    void Count(string campaign);
}

public sealed class ClickConsumer(IConfiguration configuration, IClickCounter counter, ILogger<ClickConsumer> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => Consume(stoppingToken), CancellationToken.None);

    private void Consume(CancellationToken stop)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = configuration["Kafka:Servers"],
            GroupId = "clicks",
            AutoOffsetReset = AutoOffsetReset.Earliest,
        };

        using var consumer = new ConsumerBuilder<Ignore, string>(config).Build();
        consumer.Subscribe("clicks");
        try
        {
            while (true)
            {
                try
                {
                    counter.Count(consumer.Consume(stop).Message.Value);
                }
                catch (ConsumeException e) when (!e.Error.IsFatal)
                {
                    logger.LogWarning("Skipped: {Reason}", e.Error.Reason);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            logger.LogInformation("Leaving the group");
        }
        finally
        {
            consumer.Close();
        }
    }
}

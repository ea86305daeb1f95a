using System.Text.Json;
using Confluent.Kafka;

namespace Ads.Clicks;

public sealed record Click(string Ad, string User, long At);

public interface IClickCounter
{
    void Count(string ad);
    Task SaveAsync(CancellationToken ct);
}

public sealed class ClickConsumer(IClickCounter counter, IConfiguration configuration, ILogger<ClickConsumer> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.Factory.StartNew(() => Consume(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await counter.SaveAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            logger.LogWarning("The click counters were not saved");
        }
    }

    private void Consume(CancellationToken stop)
    {
        using var consumer = new ConsumerBuilder<string, string>(new ConsumerConfig
        {
            BootstrapServers = configuration["Kafka:Servers"] ?? "localhost:9092",
            GroupId = "click-counter",
            EnableAutoOffsetStore = false,
        }).Build();
        consumer.Subscribe("clicks");

        try
        {
            while (true)
            {
                try
                {
                    var result = consumer.Consume(stop);
                    if (JsonSerializer.Deserialize<Click>(result.Message.Value) is { } click) counter.Count(click.Ad);
                    consumer.StoreOffset(result);
                }
                catch (ConsumeException ex)
                {
                    logger.LogWarning(ex, "Kafka: {Reason}", ex.Error.Reason);
                }
                catch (JsonException ex)
                {
                    logger.LogWarning(ex, "A click was not readable");
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            logger.LogInformation("Click consumer leaves its group");
        }
        finally
        {
            consumer.Close();
        }
    }
}

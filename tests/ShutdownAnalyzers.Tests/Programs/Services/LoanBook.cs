using Confluent.Kafka;

namespace Library.Loans;

public interface ILoanBook
{
    void Apply(string isbn, string change);
}

public sealed class LoanConsumer(ILoanBook book, IConfiguration configuration, ILogger<LoanConsumer> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.Factory.StartNew(() => Consume(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Consume(CancellationToken stop)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = configuration["Kafka"] ?? "localhost:9092",
            GroupId = "loans",
            EnableAutoCommit = false,
        };

        using var consumer = new ConsumerBuilder<string, string>(config).Build();
        consumer.Subscribe("loans");
        try
        {
            while (true)
            {
                try
                {
                    var result = consumer.Consume(stop);
                    book.Apply(result.Message.Key, result.Message.Value);
                    consumer.Commit(result);
                }
                catch (ConsumeException ex)
                {
                    logger.LogWarning("{Reason}", ex.Error.Reason);
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            logger.LogInformation("Loans are up to date");
        }
        finally
        {
            consumer.Close();
        }
    }
}

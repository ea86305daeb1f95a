namespace Topics.Two;

public interface IBroker
{
    IAsyncEnumerable<string> SubscribeAsync(string topic, CancellationToken ct);
}

public interface IMessageHandler
{
    Task HandleAsync(string topic, string message, CancellationToken ct);
}

public sealed class TopicWorker(string topic, IBroker broker, IMessageHandler handler, ILogger<TopicWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var messages = broker.SubscribeAsync(topic, stoppingToken);
        await using var cursor = messages.GetAsyncEnumerator(stoppingToken);
        while (await cursor.MoveNextAsync())
        {
            try
            {
                await handler.HandleAsync(topic, cursor.Current, stoppingToken);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(ex, "A message of {Topic} failed", topic);
            }
        }
    }
}

public static class TopicRegistration
{
    public static IServiceCollection AddTopics(this IServiceCollection services, params string[] topics)
    {
        foreach (var topic in topics)
        {
            services.AddSingleton<IHostedService>(sp => new TopicWorker(
                topic,
                sp.GetRequiredService<IBroker>(),
                sp.GetRequiredService<IMessageHandler>(),
                sp.GetRequiredService<ILogger<TopicWorker>>()));
        }

        return services;
    }
}

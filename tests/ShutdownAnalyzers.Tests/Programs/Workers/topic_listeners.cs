using System.Threading.Channels;

namespace Events.Topics;

public interface ITopicClient
{
    IAsyncEnumerable<string> ListenAsync(string topic, CancellationToken cancellationToken);
}

public interface IEventLog
{
    ValueTask AddAsync(string topic, string body, CancellationToken cancellationToken);
}

public sealed class TopicListener(string topic, ITopicClient client, IEventLog log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var body in client.ListenAsync(topic, stoppingToken))
            await log.AddAsync(topic, body, stoppingToken);
    }
}

public static class TopicServices
{
    public static IServiceCollection AddTopics(this IServiceCollection services)
    {
        services.AddHostedService(sp => Create(sp, "orders")); //! HAZARD second SHUT214
        services.AddHostedService(sp => Create(sp, "refunds")); //! HAZARD second SHUT214
        return services;
    }

    private static TopicListener Create(IServiceProvider services, string topic)
        => ActivatorUtilities.CreateInstance<TopicListener>(services, topic);
}

namespace Messaging.Topics;

public interface IBroker
{
    Task<string?> PullAsync(string topic, CancellationToken ct);
}

public sealed class TopicListener(string topic, IBroker broker, ILogger<TopicListener> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var message = await broker.PullAsync(topic, stoppingToken);
            if (message is null)
                await Task.Delay(TimeSpan.FromSeconds(2), stoppingToken);
            else
                logger.LogInformation("{Topic}: {Message}", topic, message);
        }
    }
}

public static class TopicModule
{
    public static IServiceCollection AddTopics<TBroker>(this IServiceCollection services) where TBroker : class, IBroker
    {
        services.AddSingleton<IBroker, TBroker>();

        services.AddHostedService(sp => Create(sp, "orders")); //! HAZARD second SHUT214
        services.AddHostedService(sp => Create(sp, "refunds")); //! HAZARD second SHUT214
        return services;
    }

    private static TopicListener Create(IServiceProvider sp, string topic)
        => new(topic, sp.GetRequiredService<IBroker>(), sp.GetRequiredService<ILogger<TopicListener>>());
}

public sealed class TopicAudit(IBroker broker, ILogger<TopicAudit> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hour = new PeriodicTimer(TimeSpan.FromHours(1));
        while (await hour.WaitForNextTickAsync(stoppingToken))
        {
            var dead = await broker.PullAsync("dead-letters", stoppingToken);
            if (dead is not null)
                logger.LogWarning("A dead letter: {Letter}", dead);
        }
    }
}

namespace Streams.Groups;

public interface IConsumerClient
{
    Task SubscribeAsync(string topic, Func<byte[], Task> handler);
    Task UnsubscribeAsync(string topic);
    Task WhenIdle();
}

public static class ConsumerClientExtensions
{
    extension(IConsumerClient client)
    {
        public async Task LeaveAsync(IEnumerable<string> topics) //! HAZARD idle SHUT210
        {
            foreach (var topic in topics)
                await client.UnsubscribeAsync(topic);

            await client.WhenIdle(); //! HAZARD idle SHUT210
        }
    }
}

public interface IEventHandler
{
    string Topic { get; }
    Task HandleAsync(byte[] payload);
}

public sealed class ConsumerGroup(IConsumerClient client, IEnumerable<IEventHandler> handlers) : IHostedService
{
    private string[] Topics => field ??= [.. handlers.Select(h => h.Topic).Distinct()];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var handler in handlers)
            await client.SubscribeAsync(handler.Topic, handler.HandleAsync);
    }

    public Task StopAsync(CancellationToken cancellationToken) => client.LeaveAsync(Topics); //! HAZARD idle SHUT210
}

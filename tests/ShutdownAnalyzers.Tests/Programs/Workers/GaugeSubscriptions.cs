using StackExchange.Redis;

namespace Dam.Gauges;

public interface IGaugeBoard
{
    void Update(string gauge, double level);
}

internal sealed class GaugeSubscriptions(IConnectionMultiplexer redis, IGaugeBoard board) : IHostedLifecycleService
{
    private static readonly RedisChannel Levels = RedisChannel.Pattern("gauge:*");
    private ChannelMessageQueue? _queue;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _queue = await redis.GetSubscriber().SubscribeAsync(Levels);
        _queue.OnMessage(OnLevel);
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _queue, null) is { } queue)
            await queue.UnsubscribeAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void OnLevel(ChannelMessage message)
    {
        if (message.Message.TryParse(out double level))
            board.Update(message.Channel.ToString(), level);
    }
}

using StackExchange.Redis;

namespace Catalog.Caching;

public interface ILocalCache
{
    void Evict(string key);
    int Trim();
}

internal sealed class CacheInvalidator : IHostedService
{
    private readonly IConnectionMultiplexer _redis;
    private readonly ILocalCache _cache;
    private readonly string _channel;

    public CacheInvalidator(IConnectionMultiplexer redis, ILocalCache cache, IConfiguration configuration)
    {
        _redis = redis;
        _cache = cache;
        _channel = configuration["Cache:Channel"] ?? "evictions";
    }

    public async Task StartAsync(CancellationToken cancellationToken) //! HAZARD subscription SHUT205
    {
        var subscriber = _redis.GetSubscriber();
        await subscriber.SubscribeAsync(RedisChannel.Literal(_channel), (_, key) => Evict(key)); //! HAZARD subscription SHUT205
        _cache.Trim();
    }

    public Task StopAsync(CancellationToken cancellationToken) //! HAZARD subscription SHUT205
    {
        Console.WriteLine($"No more evictions from {_channel}");
        return Task.CompletedTask; //! HAZARD subscription SHUT205
    }

    private void Evict(RedisValue key)
    {
        if (key.HasValue) _cache.Evict(key.ToString());
    }
}

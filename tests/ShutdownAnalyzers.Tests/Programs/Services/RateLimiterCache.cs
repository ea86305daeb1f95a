using System.Collections.Concurrent;
using System.Net;

namespace Edge.Limits;

public sealed class Bucket(double capacity)
{
    private double _level = capacity;

    public long LastUse { get; private set; } = Environment.TickCount64;

    public bool TryTake()
    {
        lock (this)
        {
            var now = Environment.TickCount64;
            _level = Math.Min(capacity, _level + (now - LastUse) / 1000.0);
            LastUse = now;
            if (_level < 1) return false;
            _level--;
            return true;
        }
    }
}

public sealed class RateLimiterCache
{
    private readonly ConcurrentDictionary<IPAddress, Bucket> _buckets = new();
    private readonly double _capacity;

    public RateLimiterCache(IConfiguration configuration)
    {
        _capacity = configuration.GetValue("Limits:Capacity", 20.0);

        var sweeper = new Thread(Sweep, maxStackSize: 256 * 1024); //! HAZARD sweeper SHUT509 SHUT101
        sweeper.Name = "bucket sweeper";
        sweeper.UnsafeStart(); //! HAZARD sweeper SHUT509 SHUT101
    }

    public bool Allow(IPAddress address) => _buckets.GetOrAdd(address, static (_, capacity) => new Bucket(capacity), _capacity).TryTake();

    private void Sweep() //! HAZARD sweeper SHUT101 SHUT509
    {
        while (true) //! HAZARD sweeper SHUT101 SHUT509
        {
            Thread.Sleep(TimeSpan.FromMinutes(1)); //! HAZARD sweeper SHUT101 SHUT102 SHUT509
            var limit = Environment.TickCount64 - 300_000;
            foreach (var (address, bucket) in _buckets)
            {
                if (bucket.LastUse < limit) _buckets.TryRemove(KeyValuePair.Create(address, bucket));
            }
        }
    }
}

public static class LimitApplication
{
    public static IServiceCollection AddLimits(this IServiceCollection services) => services.AddSingleton<RateLimiterCache>();

    public static IApplicationBuilder UseLimits(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var limiter = context.RequestServices.GetRequiredService<RateLimiterCache>();
        if (limiter.Allow(context.Connection.RemoteIpAddress ?? IPAddress.None))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = "1";
    });
}

using StackExchange.Redis;

namespace Quotes.Ticker;

internal sealed class RedisConnection
{
    private readonly Lazy<Task<ConnectionMultiplexer>> _multiplexer; //! HAZARD redis SHUT704

    public RedisConnection(IConfiguration configuration)
    {
        var endpoint = configuration.GetConnectionString("Quotes") ?? "localhost:6379";
        _multiplexer = new(() => ConnectionMultiplexer.ConnectAsync(endpoint)); //! HAZARD redis SHUT704
    }

    public async Task<IDatabase> DatabaseAsync() => (await _multiplexer.Value).GetDatabase();
}

internal sealed class Ticker(RedisConnection connection, TimeProvider time, ILogger<Ticker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var database = await connection.DatabaseAsync();
                await database.StringIncrementAsync("ticks");
            }
            catch (RedisException ex)
            {
                logger.LogWarning(ex, "Tick lost");
            }
        }
    }
}

public static class Program
{
    public static async Task Main(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<RedisConnection>(); //! HAZARD redis SHUT704
        builder.Services.AddHostedService<Ticker>();
        await builder.Build().RunAsync();
    }
}

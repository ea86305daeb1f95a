using StackExchange.Redis;

namespace Locks.Redis;

internal sealed class LockTable(ConnectionMultiplexer connection, TimeSpan ttl) : IAsyncDisposable
{
    private readonly string _owner = Guid.NewGuid().ToString("N");

    public Task<bool> TakeAsync(string name) => connection.GetDatabase().LockTakeAsync(name, _owner, ttl);

    public Task<bool> ReleaseAsync(string name) => connection.GetDatabase().LockReleaseAsync(name, _owner);

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        if (args is not [var endpoint, var name, ..]) return 64;

        await using var locks = await OpenAsync(endpoint);
        if (!await locks.TakeAsync(name)) return 1;

        try
        {
            Console.WriteLine($"{name} is ours");
            await ReportAsync(endpoint, name);
            return 0;
        }
        finally
        {
            await locks.ReleaseAsync(name);
        }
    }

    private static async Task<LockTable> OpenAsync(string endpoint)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(endpoint);
        return new LockTable(connection, TimeSpan.FromMinutes(1));
    }

    private static async Task ReportAsync(string endpoint, string name)
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(endpoint);
        try
        {
            await connection.GetSubscriber().PublishAsync(RedisChannel.Literal("locks"), name);
        }
        finally
        {
            await connection.CloseAsync();
        }
    }
}

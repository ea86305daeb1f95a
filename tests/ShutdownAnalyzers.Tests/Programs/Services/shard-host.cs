using System.Collections.Concurrent;

var builder = Host.CreateApplicationBuilder(args);

builder.Services.AddSingleton<ShardStore>();
for (var shard = 0; shard < 4; shard++)
{
    var number = shard;
    builder.Services.AddSingleton<IHostedService>(sp => new ShardCompactor(number, sp.GetRequiredService<ShardStore>(), sp.GetRequiredService<ILogger<ShardCompactor>>()));
}

builder.Services.AddHostedService(sp => new ShardStatistics(sp.GetRequiredService<ShardStore>()));
builder.Services.AddHostedService(sp => new ShardGuard(sp.GetRequiredService<ShardStore>(), sp.GetRequiredService<ILogger<ShardGuard>>()));

await builder.Build().RunAsync();

internal sealed class ShardStore
{
    private readonly ConcurrentDictionary<(int Shard, string Key), byte[]> _rows = new();

    public int Count(int shard) => _rows.Keys.Count(k => k.Shard == shard);

    public int Compact(int shard)
    {
        var dead = _rows.Where(r => r.Key.Shard == shard && r.Value.Length == 0).Select(r => r.Key).ToList();
        return dead.Count(k => _rows.TryRemove(k, out _));
    }
}

internal abstract class Paced(TimeSpan pace) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(pace);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Step();
    }

    protected abstract void Step();
}

internal sealed class ShardCompactor(int shard, ShardStore store, ILogger<ShardCompactor> logger) : Paced(TimeSpan.FromMinutes(1 + shard))
{
    protected override void Step() => logger.LogInformation("Shard {Shard}: {Count} rows dropped", shard, store.Compact(shard));
}

internal sealed class ShardStatistics(ShardStore store) : Paced(TimeSpan.FromSeconds(30))
{
    protected override void Step() => Console.WriteLine(string.Join(' ', Enumerable.Range(0, 4).Select(store.Count)));
}

internal sealed class ShardGuard(ShardStore store, ILogger<ShardGuard> logger) : Paced(TimeSpan.FromSeconds(5))
{
    protected override void Step()
    {
        if (store.Count(0) > 1_000_000) logger.LogWarning("Shard 0 is crowded");
    }
}

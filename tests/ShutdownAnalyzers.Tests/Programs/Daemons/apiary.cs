using System.Collections.Concurrent;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<HiveLedger>();
builder.Services.AddSingleton<IHiveScale, FakeScale>();
builder.Services.AddSingleton<IHiveRadio, ConsoleRadio>();
builder.Services.AddHostedService<HiveMonitor>();
builder.Services.AddHostedService<RadioBeacon>();
builder.Services.AddHostedService<LedgerPruner>();
await builder.Build().RunAsync();

record Weighing(int Hive, double Kilos, DateTimeOffset At);

interface IHiveScale
{
    Task<double> WeighAsync(int hive);
}

interface IHiveRadio
{
    Task JoinAsync(string channel, CancellationToken ct);
    Task BeaconAsync(string text, CancellationToken ct);
    Task DisconnectAsync();
}

sealed class HiveLedger
{
    private readonly ConcurrentQueue<Weighing> _all = new();

    public int Count => _all.Count;
    public void Add(Weighing w) => _all.Enqueue(w);
    public void Trim(int keep)
    {
        while (_all.Count > keep && _all.TryDequeue(out _)) { }
    }
}

sealed class FakeScale : IHiveScale
{
    public async Task<double> WeighAsync(int hive)
    {
        await Task.Yield();
        return 30 + hive + Random.Shared.NextDouble();
    }
}

sealed class ConsoleRadio : IHiveRadio
{
    public Task JoinAsync(string channel, CancellationToken ct) => Console.Out.WriteLineAsync($"join {channel}".AsMemory(), ct);
    public Task BeaconAsync(string text, CancellationToken ct) => Console.Out.WriteLineAsync(text.AsMemory(), ct);
    public Task DisconnectAsync() => Console.Out.WriteLineAsync("bye");
}

sealed class HiveMonitor(IHiveScale scale, HiveLedger ledger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        return Task.WhenAll(WatchAsync(1), WatchAsync(2), WatchAsync(3));

        async Task WatchAsync(int hive)
        {
            var previous = 0.0;
            while (true) //! HAZARD endless SHUT101
            {
                var kilos = await scale.WeighAsync(hive);
                if (Math.Abs(kilos - previous) < 0.05)
                    continue;

                previous = kilos;
                ledger.Add(new Weighing(hive, kilos, DateTimeOffset.UtcNow));
            }
        }
    }
}

sealed class RadioBeacon(IHiveRadio radio, HiveLedger ledger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await radio.JoinAsync("apiary-7", stoppingToken);

        while (!stoppingToken.IsCancellationRequested)
        {
            await radio.BeaconAsync($"{ledger.Count} weighings", stoppingToken);
            await Task.Delay(TimeSpan.FromMinutes(1), stoppingToken);
        }

        await radio.DisconnectAsync(); //! HAZARD leave SHUT107
    }
}

sealed class LedgerPruner(HiveLedger ledger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hourly = new PeriodicTimer(TimeSpan.FromHours(1));
        while (!stoppingToken.IsCancellationRequested && await hourly.WaitForNextTickAsync()) //! HAZARD tick SHUT102
            ledger.Trim(10_000);
    }
}

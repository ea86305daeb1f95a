using System.Collections.Concurrent;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<ChangeLog>();

if (builder.Configuration.GetValue<bool>("Mirror:Pull"))
    builder.Services.AddHostedService(sp => new Mirror(sp.GetRequiredService<ChangeLog>(), sp.GetRequiredService<ILogger<Mirror>>(), pull: true));
else
    builder.Services.AddHostedService(sp => new Mirror(sp.GetRequiredService<ChangeLog>(), sp.GetRequiredService<ILogger<Mirror>>(), pull: false));

builder.Services.AddHostedService<Compactor>();
builder.AddCompaction();

using var host = builder.Build();
await host.RunAsync();

internal static class CompactionExtensions
{
    public static void AddCompaction(this IHostApplicationBuilder builder)
    {
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(20));
        builder.Services.AddHostedService<Compactor>();
    }
}

internal sealed class ChangeLog
{
    private readonly ConcurrentQueue<string> _changes = new();

    public void Add(string change) => _changes.Enqueue(change);

    public bool TryTake(out string? change) => _changes.TryDequeue(out change);

    public int Count => _changes.Count;
}

internal sealed class Mirror(ChangeLog log, ILogger<Mirror> logger, bool pull) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(pull ? 5 : 1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (pull)
            {
                log.Add($"pulled at {DateTime.UtcNow:O}");
                continue;
            }

            while (!stoppingToken.IsCancellationRequested && log.TryTake(out var change))
                logger.LogInformation("Pushing {Change}", change);
        }
    }
}

internal sealed class Compactor(ChangeLog log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            while (log.Count > 10_000 && log.TryTake(out _))
            {
            }

            await Task.Delay(TimeSpan.FromMinutes(2), stoppingToken);
        }
    }
}

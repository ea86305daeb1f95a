namespace Tools.OneShot;

public interface IInventory
{
    Task<int> CountAsync(CancellationToken ct);
}

internal sealed class FileInventory(IConfiguration configuration) : IInventory
{
    public async Task<int> CountAsync(CancellationToken ct)
    {
        var total = 0;
        foreach (var file in Directory.EnumerateFiles(configuration["Inventory"] ?? ".", "*.txt"))
        {
            await foreach (var line in File.ReadLinesAsync(file, ct))
            {
                if (line.Length > 0)
                    total++;
            }
        }

        return total;
    }
}

internal sealed class Heartbeat(ILogger<Heartbeat> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
            logger.LogDebug("Still counting");
    }
}

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddSingleton<IInventory, FileInventory>();
        builder.Services.AddHostedService<Heartbeat>();
        using var host = builder.Build();
        await host.StartAsync();
        try
        {
            var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
            var inventory = host.Services.GetRequiredService<IInventory>();
            var count = await inventory.CountAsync(lifetime.ApplicationStopping);
            host.Services.GetRequiredService<ILogger<FileInventory>>().LogInformation("{Count} entries", count);
            return 0;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
        finally
        {
            await host.StopAsync();
        }
    }
}

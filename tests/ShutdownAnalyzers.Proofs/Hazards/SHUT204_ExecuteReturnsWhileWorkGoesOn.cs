var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Replicator>();
await builder.Build().RunAsync();

internal sealed class Replicator : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _ = Task.Run(() => ReplicateAsync(stoppingToken), CancellationToken.None);
        return Task.CompletedTask;
    }

    private static async Task ReplicateAsync(CancellationToken stoppingToken)
    {
        try
        {
            Console.WriteLine("ready");
            await Task.Delay(Timeout.Infinite, stoppingToken);
        }
        finally
        {
            await CommitAsync();
        }
    }

    private static async Task CommitAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        Console.WriteLine("saved");
    }
}

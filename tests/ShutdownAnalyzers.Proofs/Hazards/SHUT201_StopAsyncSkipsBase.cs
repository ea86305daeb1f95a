var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<Ledger>();
builder.Services.AddHostedService<PostingWorker>();
await builder.Build().RunAsync();

internal sealed class PostingWorker(Ledger ledger, ILogger<PostingWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                ledger.Collect();
                await Task.Delay(TimeSpan.FromSeconds(30), stoppingToken);
            }
        }
        finally
        {
            await ledger.PostAsync(CancellationToken.None);
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("The posting worker stops");
        return Task.CompletedTask;
    }
}

internal sealed class Ledger
{
    public void Collect() => Console.WriteLine("ready");

    public async Task PostAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(300), cancellationToken);
        Console.WriteLine("saved");
    }
}

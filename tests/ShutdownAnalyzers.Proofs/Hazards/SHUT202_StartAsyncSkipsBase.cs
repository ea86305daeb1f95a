var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<StockSync>();
using var host = builder.Build();
host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(() => Console.WriteLine("ready"));
await host.RunAsync();

internal sealed class StockSync(ILogger<StockSync> logger) : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("The stock is synchronised every minute");
        return Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            Console.WriteLine("synchronised");
            await Task.Delay(TimeSpan.FromMinutes(1), stoppingToken);
        }
    }
}

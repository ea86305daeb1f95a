var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<Basket>();
builder.Services.AddHostedService<Collector>();
await builder.Build().RunAsync();

internal sealed class Collector(Basket basket) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            basket.Collect();
            await Task.Delay(TimeSpan.FromSeconds(10), stoppingToken);
        }

        await basket.SaveAsync();
    }
}

internal sealed class Basket
{
    public void Collect() => Console.WriteLine("ready");

    public async Task SaveAsync()
    {
        await Task.Yield();
        Console.WriteLine("saved");
    }
}

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<LeaseTable>();
builder.Services.AddHostedService<LeaseKeeper>();
await builder.Build().RunAsync();

internal sealed class LeaseKeeper(IHostApplicationLifetime lifetime, LeaseTable leases) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        lifetime.ApplicationStopping.Register(() => leases.ReleaseAsync());
        Console.WriteLine("ready");
        await Task.Delay(Timeout.Infinite, stoppingToken);
    }
}

internal sealed class LeaseTable
{
    public async Task ReleaseAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        Console.WriteLine("released");
    }
}

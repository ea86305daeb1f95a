var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<CacheWarmer>();
await builder.Build().RunAsync();

internal sealed class CacheWarmer : IHostedService
{
    private Timer? _timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = new Timer(_ => Warm(), null, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static void Warm()
    {
        Console.WriteLine("ready");
        Thread.Sleep(TimeSpan.FromSeconds(1));
        Console.WriteLine("saved");
    }
}

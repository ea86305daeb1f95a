var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<CacheWarmer>();
await builder.Build().RunAsync();

internal sealed class CacheWarmer : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = Task.Run(WarmAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task WarmAsync()
    {
        try
        {
            while (true)
            {
                Console.WriteLine("ready");
                await Task.Delay(TimeSpan.FromMilliseconds(250));
            }
        }
        finally
        {
            Console.WriteLine("saved");
        }
    }
}

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Indexer>();
await builder.Build().RunAsync();

internal sealed class Indexer : BackgroundService
{
    private long _indexed;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => IndexAsync(), stoppingToken);

    private async Task IndexAsync()
    {
        try
        {
            while (true)
            {
                _indexed++;
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

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Heartbeat>();
await builder.Build().RunAsync();

internal sealed class Heartbeat : BackgroundService
{
    private readonly CancellationTokenSource _stop = new();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => BeatAsync();

    private async Task BeatAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                Console.WriteLine("ready");
                await Task.Delay(TimeSpan.FromSeconds(1), _stop.Token);
            }
        }
        finally
        {
            Console.WriteLine("saved");
        }
    }
}

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Recorder>();
await builder.Build().RunAsync();

internal sealed class Recorder : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var track = new StreamWriter("track.log");
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                Console.WriteLine("ready");
                await Task.Delay(TimeSpan.FromSeconds(10), stoppingToken);
            }
        }
        finally
        {
            await track.WriteLineAsync("end of track".AsMemory(), stoppingToken);
        }
    }
}

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Poller>();
await builder.Build().RunAsync();
return Environment.ExitCode;

internal sealed class Poller : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Console.WriteLine("ready");
            await Task.Delay(TimeSpan.FromMilliseconds(250));
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

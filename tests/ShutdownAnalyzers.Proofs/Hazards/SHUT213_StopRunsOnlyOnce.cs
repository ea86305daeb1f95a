var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Cleaner>();
using var host = builder.Build();
await host.StartAsync();
await host.WaitForShutdownAsync();
await host.StopAsync();

internal sealed class Cleaner : IHostedService
{
    private readonly CancellationTokenSource _stop = new();
    private Task _cleaning = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _cleaning = Task.Delay(Timeout.Infinite, _stop.Token);
        Console.WriteLine("ready");
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Cancel();
        await Task.WhenAny(_cleaning, Task.Delay(Timeout.Infinite, cancellationToken));
        _stop.Dispose();
    }
}

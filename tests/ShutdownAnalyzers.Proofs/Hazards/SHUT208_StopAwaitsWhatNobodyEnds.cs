var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Dispatcher>();
await builder.Build().RunAsync();

internal sealed class Dispatcher : IHostedService
{
    private readonly CancellationTokenSource _stop = new();
    private Task _dispatching = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _dispatching = DispatchAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _dispatching;
    }

    private static async Task DispatchAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Console.WriteLine("ready");
            await Task.Delay(TimeSpan.FromMilliseconds(250), stop);
        }
    }
}

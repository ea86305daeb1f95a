var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Migration>();
builder.Services.AddHostedService<Beacon>();
using var host = builder.Build();
try
{
    await host.StartAsync();
    await host.WaitForShutdownAsync();
}
catch (OperationCanceledException)
{
    await host.StopAsync();
    Console.WriteLine("start was cancelled");
}

internal sealed class Migration : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine("ready");
        await Task.Delay(TimeSpan.FromSeconds(20), cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

internal sealed class Beacon : IHostedService
{
    private Timer _timer = null!;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = new Timer(_ => Console.WriteLine("beacon"), null, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _timer.DisposeAsync();
    }
}

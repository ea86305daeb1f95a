var builder = Host.CreateApplicationBuilder(args);
builder.Services.Configure<HostOptions>(options => options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore);
builder.Services.AddHostedService<Consumer>();
await builder.Build().RunAsync();

internal sealed class Consumer : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Console.WriteLine("ready");
        await Task.Delay(TimeSpan.FromMilliseconds(100), stoppingToken);
        throw new InvalidOperationException("The broker has gone away.");
    }
}

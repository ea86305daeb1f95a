var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<PrintServer>();
builder.Services.AddHostedService<PrintService>();
await builder.Build().RunAsync();

internal sealed class PrintService(PrintServer server) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Console.WriteLine("ready");
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await server.DrainAsync();
    }
}

internal sealed class PrintServer
{
    // The printer has a long job.
    public Task DrainAsync(CancellationToken cancellationToken = default) => Task.Delay(TimeSpan.FromSeconds(7), cancellationToken);
}

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Importer>();
await builder.Build().RunAsync();

internal sealed class Importer : BackgroundService
{
    private int _imported;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_imported < 100_000)
        {
            var row = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            row.CancelAfter(TimeSpan.FromMinutes(5));
            await ImportAsync(row.Token);
        }

        Console.WriteLine($"kept {GC.GetTotalMemory(forceFullCollection: true) / 1024 / 1024} MiB");
        Console.WriteLine("ready");
    }

    private Task ImportAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _imported++;
        return Task.CompletedTask;
    }
}

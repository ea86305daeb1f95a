var builder = Host.CreateApplicationBuilder(args);
builder.Services
    .Configure<HostOptions>(o => o.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost)
    .AddHostedService<Reconciler>();

using var host = builder.Build();
await host.RunAsync();

internal sealed class Reconciler(IConfiguration configuration, ILogger<Reconciler> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await ReconcileAsync(configuration["Ledger"] ?? "ledger.csv", stoppingToken);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            logger.LogCritical(e, "Reconciler is broken");
            Environment.ExitCode = 3;
            throw;
        }
    }

    private async Task ReconcileAsync(string path, CancellationToken ct)
    {
        var stamp = DateTime.MinValue;
        while (!ct.IsCancellationRequested)
        {
            var written = File.GetLastWriteTimeUtc(path);
            if (written > stamp)
            {
                stamp = written;
                var sum = 0m;
                await foreach (var line in File.ReadLinesAsync(path, ct))
                    sum += decimal.TryParse(line.AsSpan(line.LastIndexOf(';') + 1), out var amount) ? amount : 0;
                logger.LogInformation("Balance: {Sum}", sum);
            }

            await Task.Delay(TimeSpan.FromSeconds(10), ct);
        }
    }
}

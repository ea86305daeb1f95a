var builder = Host.CreateApplicationBuilder(args);
builder.Services.Configure<HostOptions>(options =>
{
    options.ShutdownTimeout = TimeSpan.FromSeconds(25);
    if (options.BackgroundServiceExceptionBehavior is BackgroundServiceExceptionBehavior.Ignore)
        options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost;
});
builder.Services.AddSingleton(new RowPolicy(RowErrors.Ignore, TimeSpan.FromMinutes(1)));
builder.Services.AddHostedService<RowLoader>();
await builder.Build().RunAsync();

internal enum RowErrors { Stop, Ignore }

internal sealed record RowPolicy(RowErrors Errors, TimeSpan Pause);

internal sealed class RowLoader(RowPolicy policy, IConfiguration configuration, ILogger<RowLoader> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await LoadAsync(configuration["Rows"] ?? "rows.txt", stoppingToken);
        }
        catch (FormatException e)
        {
            logger.LogCritical(e, "Rows cannot be read");
            Environment.ExitCode = 1;
            throw;
        }
    }

    private async Task LoadAsync(string file, CancellationToken ct)
    {
        for (; !ct.IsCancellationRequested; await Task.Delay(policy.Pause, ct))
        {
            if (!File.Exists(file)) continue;
            var total = 0L;
            foreach (var row in await File.ReadAllLinesAsync(file, ct))
            {
                if (long.TryParse(row, out var value)) total += value;
                else if (policy.Errors is RowErrors.Stop) throw new FormatException(row);
            }

            logger.LogInformation("Total: {Total}", total);
        }
    }
}

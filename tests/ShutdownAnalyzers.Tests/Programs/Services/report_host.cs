namespace Reports.Host;

public static class Startup
{
    public static void Main(string[] args)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService<NightlyReport>();
        using var host = builder.Build();
        Launch(host); //! HAZARD run SHUT307
    }

    private static void Launch(IHost host)
    {
        var logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Startup");
        logger.LogInformation("Reports start in {Directory}", AppContext.BaseDirectory);
        _ = host.RunAsync(); //! HAZARD run SHUT307
    }
}

internal sealed class NightlyReport(ILogger<NightlyReport> logger, TimeProvider? clock = null) : BackgroundService
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var now = _clock.GetLocalNow();
            var next = now.Date.AddDays(1).AddHours(2);
            await Task.Delay(next - now.DateTime, _clock, stoppingToken);
            logger.LogInformation("Report of {Day:d}", next);
        }
    }
}

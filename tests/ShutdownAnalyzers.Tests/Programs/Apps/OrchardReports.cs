using Serilog;
using Serilog.Formatting.Compact;

namespace Orchard.Reports;

public static class OrchardLogging
{
    public static void AddFileLogging(this ILoggingBuilder logging, string path) =>
        logging.ClearProviders().AddSerilog(CreateFor(path)); //! HAZARD file SHUT603 SHUT701

    private static Serilog.ILogger CreateFor(string path) => //! HAZARD file SHUT603
        new LoggerConfiguration()
            .WriteTo.File(new CompactJsonFormatter(), path, buffered: true)
            .CreateLogger(); //! HAZARD file SHUT603
}

public static class Program
{
    public static async Task Main(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Logging.AddFileLogging("orchard.clef"); //! HAZARD file SHUT603 SHUT701 SHUT315
        builder.Services.AddHostedService<Picking>();
        await builder.Build().RunAsync();
    }
}

internal sealed class Picking(ILogger<Picking> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var baskets = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(40));
        while (await timer.WaitForNextTickAsync(stoppingToken))
            logger.LogInformation("{Baskets} baskets", ++baskets);
    }
}

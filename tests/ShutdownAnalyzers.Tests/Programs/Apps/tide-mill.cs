using Microsoft.Extensions.Hosting;
using NLog;
using Serilog;

namespace Tide.Mill;

internal static class Program
{
    private static readonly Logger Trace = LogManager.Setup().LoadConfiguration(c => c.ForLogger().WriteToFile("mill.trace").WithAsync()).GetCurrentClassLogger();

    private static async Task<int> Main(string[] args)
    {
        await using var events = new LoggerConfiguration().WriteTo.File("mill.log", buffered: true).CreateLogger();
        try
        {
            using var host = Create(args, events);
            host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(static () => Trace.Info("stopped"));
            await host.RunAsync();
            return 0;
        }
        catch (Exception ex)
        {
            Trace.Fatal(ex);
            return 2;
        }
        finally
        {
            LogManager.Shutdown();
        }
    }

    private static IHost Create(string[] args, Serilog.ILogger events)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Logging.AddSerilog(events);
        builder.Services.AddHostedService<Sluice>();
        return builder.Build();
    }
}

internal sealed class Sluice(ILogger<Sluice> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var open = true; !stoppingToken.IsCancellationRequested; open = !open)
        {
            logger.LogInformation("Sluice is {State}", open ? "open" : "closed");
            await Task.Delay(TimeSpan.FromHours(6), stoppingToken);
        }
    }
}

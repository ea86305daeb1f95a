using Serilog;

namespace Pottery.Kiln;

internal static class Program
{
    public static int Main(string[] args)
    {
        Log.Logger = new LoggerConfiguration().WriteTo.Console().CreateBootstrapLogger();
        try
        {
            var builder = Host.CreateApplicationBuilder(args);
            builder.Services.AddSerilog((services, log) => log.ReadFrom.Configuration(builder.Configuration).WriteTo.Console());
            builder.Services.AddSingleton<IKiln, SimulatedKiln>();
            builder.Services.AddHostedService<FiringProgram>();

            using var host = builder.Build();
            host.Run();
            return 0;
        }
        catch (Exception ex)
        {
            Log.Fatal(ex, "The kiln control has failed");
            return 1;
        }
        finally
        {
            Log.CloseAndFlush();
        }
    }
}

public interface IKiln
{
    double Celsius { get; }
    void Burn(double gas);
}

internal sealed class SimulatedKiln : IKiln
{
    public double Celsius { get; private set; } = 18;

    public void Burn(double gas) => Celsius += gas * 40 - (Celsius - 18) * 0.01;
}

internal sealed class FiringProgram(IKiln kiln, ILogger<FiringProgram> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
        try
        {
            for (var target = 18.0; await timer.WaitForNextTickAsync(stoppingToken); target = Math.Min(target + 3, 1240))
                kiln.Burn(kiln.Celsius < target ? 1 : 0.1);
        }
        catch (OperationCanceledException)
        {
            logger.LogInformation("The firing ends at {Celsius:0}", kiln.Celsius);
        }
        finally
        {
            kiln.Burn(0);
            timer.Dispose();
        }
    }
}

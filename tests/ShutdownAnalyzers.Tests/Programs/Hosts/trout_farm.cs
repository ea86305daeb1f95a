using System.Runtime.InteropServices;

namespace Trout;

internal static class Program
{
    private static async Task Main(string[] args)
    {
        using var stop = new CancellationTokenSource();
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => //! HAZARD sigterm SHUT506
        {
            context.Cancel = true;
            stop.Cancel();
        });
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });

        var logging = LoggerFactory.Create(log => log.AddSimpleConsole(o => o.SingleLine = true)); //! HAZARD logging SHUT603
        var logger = logging.CreateLogger("trout"); //! HAZARD logging SHUT603
        var ponds = args.Length > 0 ? args : ["north", "south"];
        await Task.WhenAll(Feeder.RunAsync(ponds, logger, stop.Token), OxygenLog.RunAsync(ponds, stop.Token));
    }
}

internal static class Feeder
{
    public static async Task RunAsync(IReadOnlyList<string> ponds, ILogger logger, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            foreach (var pond in ponds)
                logger.LogInformation("Feeding {Pond}", pond);

            await Task.Delay(Interval(DateTime.Now)); //! HAZARD feed SHUT102
        }
    }

    private static TimeSpan Interval(DateTime now) => now.Hour is > 6 and < 20 ? TimeSpan.FromHours(2) : TimeSpan.FromHours(5);
}

internal static class OxygenLog
{
    public static async Task RunAsync(IEnumerable<string> ponds, CancellationToken ct)
    {
        await using var file = new StreamWriter("oxygen.csv", append: true);
        try
        {
            while (true)
            {
                foreach (var pond in ponds)
                    await file.WriteLineAsync($"{DateTime.UtcNow:O};{pond};{Random.Shared.NextDouble() * 12:F1}");

                await Task.Delay(TimeSpan.FromMinutes(1), ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await file.FlushAsync(CancellationToken.None);
        }
    }
}

using System.Net.NetworkInformation;
using System.Runtime.InteropServices;

namespace Arctic.IceWatch;

internal static class Program
{
    private static readonly CancellationTokenSource Stop = new();

    private static async Task Main(string[] args)
    {
        if (args.Length == 0) return;

        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        await using var report = new StreamWriter("buoys.txt");
        var watch = new Watch(args, report);

        try
        {
            await watch.RunAsync(Stop.Token); //! HAZARD buoys SHUT102
        }
        catch (OperationCanceledException) when (Stop.IsCancellationRequested)
        {
        }
    }

    private static void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        Stop.Cancel();
    }
}

internal sealed class Watch(IReadOnlyCollection<string> buoys, TextWriter report)
{
    private readonly TextWriter _report = TextWriter.Synchronized(report);

    public async Task RunAsync(CancellationToken stop) //! HAZARD buoys SHUT102
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4 }; //! HAZARD buoys SHUT102
        while (!stop.IsCancellationRequested) //! HAZARD buoys SHUT102 SHUT101
            await Parallel.ForEachAsync(Rounds(), options, async (buoy, _) => await AskAsync(buoy)); //! HAZARD buoys SHUT102 SHUT101
    }

    private IEnumerable<string> Rounds()
    {
        while (true)
        {
            foreach (var buoy in buoys)
                yield return buoy;
        }
    }

    private async Task AskAsync(string buoy)
    {
        using var ping = new Ping();
        var reply = await ping.SendPingAsync(buoy, 1_000);
        await _report.WriteLineAsync($"{buoy} {reply.Status}");
    }
}

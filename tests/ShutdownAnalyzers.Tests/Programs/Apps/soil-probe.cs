using System.Runtime.InteropServices;

using var stop = new CancellationTokenSource();
var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal); //! HAZARD term SHUT506
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);

using var port = new StreamReader(File.Open(args is [var device] ? device : "/dev/ttyACM0", FileMode.Open, FileAccess.Read));
await using var csv = new StreamWriter("soil.csv", append: true);

try
{
    while (await port.ReadLineAsync(stop.Token) is { } line)
    {
        if (Probe.TryParse(line, out var probe))
            await csv.WriteLineAsync($"{DateTime.UtcNow:O},{probe.Depth},{probe.Moisture}");
    }
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.WriteLine("Probe stopped");
}

void OnSignal(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

internal readonly record struct Probe(int Depth, double Moisture)
{
    public static bool TryParse(string line, out Probe probe)
    {
        probe = default;
        if (line.Split(';') is not [var depth, var moisture]) return false;
        if (!int.TryParse(depth, out var d) || !double.TryParse(moisture, out var m)) return false;

        probe = new Probe(d, m);
        return true;
    }
}

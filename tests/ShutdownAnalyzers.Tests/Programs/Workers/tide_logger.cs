using System.Runtime.InteropServices;

namespace Coast.TideLogger;

internal static class Program
{
    private static readonly ManualResetEventSlim Done = new();

    private static int Main(string[] args)
    {
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, static c => Finish(c));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static c => Finish(c));

        var gauge = new Gauge(args is [var device, ..] ? device : "/dev/null");
        var lines = 0;
        do
        {
            gauge.Log();
            lines++;
        }
        while (!Done.Wait(TimeSpan.FromSeconds(30)));

        Console.WriteLine($"{lines} lines logged");
        return 0;
    }

    private static void Finish(PosixSignalContext context)
    {
        context.Cancel = true;
        Done.Set();
    }
}

internal sealed class Gauge(string device)
{
    public void Log()
    {
        using var input = File.OpenRead(device);
        var millimetres = input.ReadByte();
        File.AppendAllText(Path.Combine(Path.GetTempPath(), "tide.log"), $"{DateTime.UtcNow:O} {millimetres}\n");
    }
}

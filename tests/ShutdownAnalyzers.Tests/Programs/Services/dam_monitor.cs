using System.Runtime.InteropServices;

namespace Water.Dam;

internal sealed class Gauge(string device)
{
    public double Metres() => double.Parse(File.ReadAllText(device), System.Globalization.CultureInfo.InvariantCulture);
}

internal sealed class Siren : IDisposable
{
    private readonly FileStream _device = File.OpenWrite("/dev/siren0");

    public void Sound() => _device.WriteByte(1);

    public void Dispose()
    {
        _device.WriteByte(0);
        _device.Dispose();
    }
}

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        using var stop = new CancellationTokenSource();
        HookSignals(stop);

        using var siren = new Siren();
        var gauge = new Gauge(args is [var device, ..] ? device : "/run/dam/level");
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30));
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
                if (gauge.Metres() > 41.5)
                    siren.Sound();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.WriteLine("dam monitor stops");
        }

        return 0;
    }

    private static void HookSignals(CancellationTokenSource stop)
    {
        void Handle(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }

        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle); //! HAZARD hook SHUT506
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle); //! HAZARD hook SHUT506
        Console.WriteLine("signals are hooked");
    }
}

using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Meter.Daemon;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        using var stop = new CancellationTokenSource();
        Hook(PosixSignal.SIGINT, stop); //! HAZARD hook SHUT506
        Hook(PosixSignal.SIGTERM, stop); //! HAZARD hook SHUT506

        using var socket = new UdpClient(args.Length > 0 ? int.Parse(args[0]) : 9400);
        var received = 0L;
        try
        {
            while (true)
            {
                var packet = await socket.ReceiveAsync(stop.Token);
                received += packet.Buffer.Length;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Out.WriteLineAsync($"{received} bytes");
            return 0;
        }
    }

    private static void Hook(PosixSignal signal, CancellationTokenSource stop)
    {
        var registration = PosixSignalRegistration.Create(signal, context => //! HAZARD hook SHUT506
        {
            context.Cancel = true;
            stop.Cancel();
        });
        GC.KeepAlive(registration);
    }
}

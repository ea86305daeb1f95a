using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace BackupDaemon;

internal static class Program
{
    private static async Task Main(string[] args)
    {
        var stop = new CancellationTokenSource();
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => // SHUT506
        {
            context.Cancel = true;
            stop.Cancel();
        });

        var logger = LoggerFactory.Create(static logging => logging.AddSimpleConsole()).CreateLogger("backup"); // SHUT603
        var monitor = new TcpClient(); // SHUT704
        await monitor.ConnectAsync("localhost", 9000);

        new Thread(new Heartbeat(monitor).Beat).Start(); // SHUT509

        try
        {
            while (true)
            {
                File.Copy(args[0], args[1], overwrite: true);
                logger.LogInformation("Copied {File}", args[0]);
                await Task.Delay(TimeSpan.FromMinutes(10), stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            logger.LogInformation("Backup ends");
        }
    }
}

using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace BackupDaemon;

internal static class Program
{
    private static async Task Main(string[] args)
    {
        using var stop = new CancellationTokenSource();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });

        using var loggers = LoggerFactory.Create(static logging => logging.AddSimpleConsole());
        var logger = loggers.CreateLogger("backup");
        using var monitor = new TcpClient();
        await monitor.ConnectAsync("localhost", 9000);

        var heartbeat = new Thread(new Heartbeat(monitor, stop.Token).Beat) { IsBackground = true };
        heartbeat.Start();

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
        finally
        {
            heartbeat.Join(TimeSpan.FromSeconds(2));
        }
    }
}

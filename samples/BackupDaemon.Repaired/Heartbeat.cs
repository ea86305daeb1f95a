using System.Net.Sockets;

namespace BackupDaemon;

/// <summary>Tells the monitor that the daemon lives.</summary>
internal sealed class Heartbeat(TcpClient monitor, CancellationToken stop)
{
    public void Beat()
    {
        while (!stop.IsCancellationRequested)
        {
            monitor.GetStream().WriteByte(1);
            stop.WaitHandle.WaitOne(10_000);
        }
    }
}

using System.Net.Sockets;

namespace BackupDaemon;

/// <summary>Tells the monitor that the daemon lives.</summary>
internal sealed class Heartbeat(TcpClient monitor)
{
    public void Beat()
    {
        while (true) // SHUT101
        {
            monitor.GetStream().WriteByte(1);
            Thread.Sleep(10_000);
        }
    }
}

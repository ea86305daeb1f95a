using System.Net;
using System.Net.Sockets;

namespace Logistics.Rfid;

public interface ITagLog
{
    void Seen(string portal, ReadOnlySpan<byte> tag);
}

public sealed class RfidPortal : BackgroundService
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly ITagLog _log;

    public RfidPortal(ITagLog log) => _log = log;

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _socket.Bind(new IPEndPoint(IPAddress.Any, 5084));
        return Task.Run(() => Receive(stoppingToken), CancellationToken.None);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _socket.Close();
        await base.StopAsync(cancellationToken);
    }

    private void Receive(CancellationToken stop)
    {
        Span<byte> buffer = stackalloc byte[96];
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var length = _socket.Receive(buffer);
                if (length > 12) _log.Seen("dock", buffer[..12]);
            }
            catch (SocketException)
            {
                return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }
}

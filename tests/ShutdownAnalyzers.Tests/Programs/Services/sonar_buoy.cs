using System.Net;
using System.Net.Sockets;

namespace Navy.Sonar;

public interface IContactPlot
{
    void Add(IPAddress buoy, ReadOnlySpan<byte> echo);
}

public sealed class SonarBuoys : BackgroundService
{
    private readonly UdpClient _udp;
    private readonly IContactPlot _plot;
    private readonly ILogger<SonarBuoys> _logger;
    private int _closed;

    public SonarBuoys(IContactPlot plot, IConfiguration configuration, ILogger<SonarBuoys> logger)
    {
        _plot = plot;
        _logger = logger;
        _udp = new UdpClient(configuration.GetValue("Sonar:Port", 5120));
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        CloseSocket();
        return base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        CloseSocket();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (Volatile.Read(ref _closed) == 0)
        {
            try
            {
                var datagram = await _udp.ReceiveAsync();
                _plot.Add(datagram.RemoteEndPoint.Address, datagram.Buffer);
            }
            catch (SocketException) when (Volatile.Read(ref _closed) != 0)
            {
                return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException ex)
            {
                _logger.LogDebug("A buoy is out of reach: {Code}", ex.SocketErrorCode);
            }
        }
    }

    private void CloseSocket()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
            _udp.Dispose();
    }
}

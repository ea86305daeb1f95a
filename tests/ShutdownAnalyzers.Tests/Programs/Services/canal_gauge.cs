using System.Net.Sockets;

namespace Canal.Gauges;

public interface IGaugeSink
{
    Task PutAsync(ReadOnlyMemory<byte> datagram, CancellationToken ct);
}

public class GaugeReceiver : BackgroundService
{
    private readonly UdpClient _socket = new(5140);
    private readonly IGaugeSink _sink;
    private readonly ILogger<GaugeReceiver> _logger;

    public GaugeReceiver(IGaugeSink sink, ILogger<GaugeReceiver> logger)
    {
        _sink = sink;
        _logger = logger;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        ReleaseSocket(); //! HAZARD order SHUT203
        await base.StopAsync(cancellationToken); //! HAZARD order SHUT203
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var result = await _socket.ReceiveAsync(stoppingToken);
            await _sink.PutAsync(result.Buffer, stoppingToken);
            await _socket.SendAsync("ok"u8.ToArray(), result.RemoteEndPoint, stoppingToken);
        }
    }

    private void ReleaseSocket()
    {
        _logger.LogInformation("Gauges are let go");
        _socket.Dispose(); //! HAZARD order SHUT203
    }
}

using System.Net.Sockets;

namespace Buildings.Sensors;

public interface IReadings
{
    Task StoreAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken);
}

public sealed class SensorLogger : BackgroundService
{
    private readonly IReadings _readings;
    private readonly UdpClient _udp = new(4210);

    public SensorLogger(IReadings readings) => _readings = readings;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var packet = await _udp.ReceiveAsync(stoppingToken);
            if (packet.Buffer.Length >= 8)
                await _readings.StoreAsync(packet.Buffer, stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        CloseSocket(); //! HAZARD order SHUT203
        await base.StopAsync(cancellationToken); //! HAZARD order SHUT203
    }

    private void CloseSocket() => _udp.Dispose(); //! HAZARD order SHUT203
}

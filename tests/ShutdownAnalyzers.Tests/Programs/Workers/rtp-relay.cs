using System.Net.Sockets;

namespace Voice.Relay;

public interface IJitterBuffer
{
    ReadOnlyMemory<byte> Mix(ReadOnlyMemory<byte> packet);
}

public sealed class RtpRelay(IJitterBuffer jitter, IConfiguration configuration) : BackgroundService
{
    private readonly UdpClient _in = new(configuration.GetValue("Rtp:In", 5004));
    private readonly UdpClient _out = new(configuration["Rtp:Out"] ?? "mixer", 5006);
    private readonly byte[] _bye = [0x80, 0xCB, 0x00, 0x01];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var packet = await _in.ReceiveAsync(stoppingToken);
            await _out.SendAsync(jitter.Mix(packet.Buffer), stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await ReleaseAsync(cancellationToken);
    }

    private async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        await _out.SendAsync(_bye, cancellationToken); //! HAZARD again SHUT213
        _in.Dispose();
        _out.Dispose(); //! HAZARD again SHUT213
    }
}

using System.Net.Sockets;

namespace Time.Ntp;

public interface IOffset
{
    void Set(TimeSpan offset);
}

public sealed class NtpClient(IOffset offset, TimeProvider clock) : BackgroundService
{
    private readonly UdpClient _udp = new("pool.ntp.org", 123);
    private readonly byte[] _request = [0x1B, .. new byte[47]];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            limit.CancelAfter(TimeSpan.FromSeconds(5));
            try
            {
                await _udp.SendAsync(_request, limit.Token);
                var answer = await _udp.ReceiveAsync(limit.Token);
                offset.Set(Read(answer.Buffer) - clock.GetUtcNow());
            }
            catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested)
            {
            }

            await Task.Delay(TimeSpan.FromMinutes(15), clock, stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        _udp.Dispose();
    }

    private static DateTimeOffset Read(ReadOnlySpan<byte> packet)
    {
        var seconds = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(packet[40..]);
        return new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(seconds);
    }
}

using System.Net.Sockets;

namespace Marine.Ais;

public interface IVesselStore
{
    Task SaveAsync(string sentence, CancellationToken ct);
}

public sealed partial class VesselTracker(IVesselStore store, IConfiguration configuration, ILogger<VesselTracker> logger) : BackgroundService
{
    private readonly CancellationTokenSource _end = new(); //! HAZARD end SHUT110
    private readonly int _port = configuration.GetValue("Ais:Port", 10110);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var udp = new UdpClient(_port);
        await ListenAsync(udp, _end.Token); //! HAZARD end SHUT110 SHUT101 SHUT102
    }

    public override void Dispose()
    {
        _end.Dispose();
        base.Dispose();
    }
}

public sealed partial class VesselTracker
{
    private async Task ListenAsync(UdpClient udp, CancellationToken end)
    {
        while (!end.IsCancellationRequested) //! HAZARD end SHUT110
        {
            var datagram = await udp.ReceiveAsync(end); //! HAZARD end SHUT110 SHUT102
            var sentence = System.Text.Encoding.ASCII.GetString(datagram.Buffer).TrimEnd();
            if (!IsValid(sentence))
            {
                Invalid(logger, datagram.RemoteEndPoint.Address.ToString());
                continue;
            }

            await store.SaveAsync(sentence, end);
        }
    }

    private static bool IsValid(string sentence)
    {
        var star = sentence.LastIndexOf('*');
        if (star < 1 || sentence[0] != '!') return false;
        var sum = 0;
        foreach (var c in sentence.AsSpan(1, star - 1)) sum ^= c;
        return sentence.AsSpan(star + 1).SequenceEqual(sum.ToString("X2"));
    }

    private static void Invalid(ILogger logger, string sender) => logger.LogDebug("Bad sentence from {Sender}", sender);
}

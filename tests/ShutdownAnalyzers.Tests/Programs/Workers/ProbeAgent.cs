using System.Net;
using System.Net.Sockets;

namespace Fleet.Probes;

internal interface IStopSignal
{
    CancellationToken Token { get; }
}

internal sealed class ManualStop : IStopSignal, IDisposable
{
    private readonly CancellationTokenSource _source = new(); //! HAZARD source SHUT110 SHUT101 SHUT102

    public CancellationToken Token => _source.Token; //! HAZARD source SHUT110 SHUT101 SHUT102
    public void Dispose() => _source.Dispose();
}

internal sealed class ProbeAgent(IStopSignal stop, ILogger<ProbeAgent> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD source SHUT110 SHUT101 SHUT102
    {
        using var udp = new UdpClient(new IPEndPoint(IPAddress.Loopback, 8125));
        while (!stop.Token.IsCancellationRequested) //! HAZARD source SHUT110 SHUT101 SHUT102
        {
            var packet = await udp.ReceiveAsync(stop.Token); //! HAZARD source SHUT110 SHUT101 SHUT102
            if (packet.Buffer is [0x50, var kind, ..])
                logger.LogInformation("Probe {Kind} from {Peer}", kind, packet.RemoteEndPoint);
        }
    }
}

internal static class ProbeServices
{
    public static IServiceCollection AddProbes(this IServiceCollection services) => services
        .AddSingleton<IStopSignal, ManualStop>()
        .AddHostedService<ProbeAgent>();
}

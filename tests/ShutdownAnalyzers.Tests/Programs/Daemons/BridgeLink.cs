using System.Net.Sockets;

namespace Rail.Bridge;

public interface ISignalBox : IAsyncDisposable
{
    Task SendAsync(string aspect, CancellationToken cancellationToken);
    Task CloseAsync(CancellationToken cancellationToken);
}

public interface IAspectSource
{
    Task<string> NextAsync(CancellationToken cancellationToken);
}

/// <summary>Forwards the aspects of the signals to the signal box on the other side of the border.</summary>
public sealed class AspectForwarder : BackgroundService
{
    private readonly IAspectSource _source;
    private readonly ISignalBox _box;
    private readonly ILogger<AspectForwarder> _logger;
    private long _sent;

    public AspectForwarder(IAspectSource source, ISignalBox box, ILogger<AspectForwarder> logger)
    {
        _source = source;
        _box = box;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var aspect = await _source.NextAsync(stoppingToken);
            await _box.SendAsync(aspect, CancellationToken.None);
            _sent++;
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken) //! HAZARD unawaited SHUT201
    {
        var stopping = base.StopAsync(cancellationToken); //! HAZARD unawaited SHUT201
        _logger.LogInformation("{Sent} aspects sent, stopping: {Status}", _sent, stopping.Status);
        await _box.CloseAsync(cancellationToken);
    }
}

internal sealed class DatagramOutbox : IDisposable
{
    private readonly UdpClient _client = new();
    private readonly string _host;

    public DatagramOutbox(string host) => _host = host;

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> datagram, CancellationToken ct) => _client.SendAsync(datagram, _host, 7411, ct);

    public void Dispose() => _client.Dispose();
}

internal sealed class PositionBeacon(IConfiguration configuration, ILogger<PositionBeacon> logger) : BackgroundService
{
    private readonly DatagramOutbox _outbox = new(configuration["Beacon:Host"] ?? "beacon.internal");
    private readonly byte[] _datagram = new byte[16];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var number = 0; !stoppingToken.IsCancellationRequested; number++)
        {
            BitConverter.TryWriteBytes(_datagram, number);
            for (var copy = 0; copy < 3; copy++)
                await _outbox.SendAsync(_datagram, CancellationToken.None);

            await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("The beacon goes dark");
        _outbox.Dispose(); //! HAZARD order SHUT203
        await base.StopAsync(cancellationToken);
    }
}

public static class BridgeServices
{
    public static void AddBridge(this IServiceCollection services)
    {
        services.AddHostedService<AspectForwarder>();
        services.AddHostedService<PositionBeacon>();
    }
}

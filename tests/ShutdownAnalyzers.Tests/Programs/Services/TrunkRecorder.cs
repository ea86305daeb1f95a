using System.Net.Sockets;

namespace Radio.Trunk;

public interface ITalkGroups
{
    void Heard(ReadOnlySpan<byte> frame);
}

public sealed class TrunkRecorder : BackgroundService
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly ITalkGroups _groups;
    private readonly FileStream _tape;
    private readonly ILogger<TrunkRecorder> _logger;

    public TrunkRecorder(ITalkGroups groups, IConfiguration configuration, ILogger<TrunkRecorder> logger)
    {
        _groups = groups;
        _logger = logger;
        _tape = File.Create(Path.Combine(configuration["Tapes"] ?? ".", $"{DateTime.UtcNow:yyyyMMddHHmmss}.trunk"));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var buffer = new byte[2048];
        _socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Any, 23456));
        while (!stoppingToken.IsCancellationRequested)
        {
            var length = await _socket.ReceiveAsync(buffer, SocketFlags.None, stoppingToken);
            _groups.Heard(buffer.AsSpan(0, length));
            await _tape.WriteAsync(buffer.AsMemory(0, length), CancellationToken.None); //! HAZARD order SHUT203
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await CloseTapeAsync(); //! HAZARD order SHUT203 SHUT213
        await base.StopAsync(cancellationToken); //! HAZARD order SHUT203
        _logger.LogInformation("Recording ends");
    }

    public override void Dispose()
    {
        _socket.Dispose();
        _tape.Dispose();
        base.Dispose();
    }

    private async ValueTask CloseTapeAsync()
    {
        await _tape.FlushAsync();
        await _tape.DisposeAsync(); //! HAZARD order SHUT203 SHUT213
    }
}

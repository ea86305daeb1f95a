using System.Net.Sockets;

namespace Factory.Plc;

public sealed record Register(int Address, short Value);

public interface IRegisterSink
{
    void Store(Register register);
}

internal sealed class PlcConnection(string host) : IAsyncDisposable
{
    private TcpClient? _tcp;
    private NetworkStream? _stream;

    public async ValueTask<short> ReadAsync(int address, CancellationToken ct)
    {
        var stream = _stream ??= await ConnectAsync(ct);
        var request = new byte[] { 0x03, (byte)(address >> 8), (byte)address };
        await stream.WriteAsync(request, ct);

        var answer = new byte[2];
        await stream.ReadExactlyAsync(answer, ct);
        return (short)((answer[0] << 8) | answer[1]);
    }

    public async ValueTask ResetAsync()
    {
        if (_stream is not null) await _stream.DisposeAsync();
        _tcp?.Dispose();
        (_tcp, _stream) = (null, null);
    }

    public ValueTask DisposeAsync() => ResetAsync();

    private async Task<NetworkStream> ConnectAsync(CancellationToken ct)
    {
        _tcp = new TcpClient { NoDelay = true };
        await _tcp.ConnectAsync(host, 502, ct);
        return _tcp.GetStream();
    }
}

public sealed class PlcReader(IRegisterSink sink, IConfiguration configuration, ILogger<PlcReader> logger) : BackgroundService
{
    private readonly int[] _addresses = configuration.GetSection("Plc:Addresses").Get<int[]>() ?? [1, 2, 3];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var plc = new PlcConnection(configuration["Plc:Host"] ?? "plc-1");
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (var address in _addresses)
                    sink.Store(new Register(address, await plc.ReadAsync(address, stoppingToken)));
            }
            catch (Exception ex) when (ex is IOException or SocketException)
            {
                logger.LogWarning(ex, "The PLC is gone, reconnecting");
                await plc.ResetAsync();
            }
        }
    }
}

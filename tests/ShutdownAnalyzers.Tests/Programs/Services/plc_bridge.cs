using System.Net.Sockets;

namespace Plc.Bridge;

public interface ITagSink
{
    ValueTask SetAsync(ushort tag, short value, CancellationToken ct);
}

public sealed class PlcOptions
{
    public string Host { get; set; } = "plc-1";
    public int Port { get; set; } = 5020;
    public TimeSpan Reconnect { get; set; } = TimeSpan.FromSeconds(5);
}

public sealed class PlcBridge : BackgroundService
{
    private readonly PlcOptions _options;
    private readonly ITagSink _sink;
    private readonly ILogger<PlcBridge> _logger;

    public PlcBridge(Microsoft.Extensions.Options.IOptions<PlcOptions> options, ITagSink sink, ILogger<PlcBridge> logger)
    {
        _options = options.Value;
        _sink = sink;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunConnectionAsync(stoppingToken);
                _logger.LogInformation("The controller closed the connection");
            }
            catch (Exception ex) when (ex is SocketException or IOException)
            {
                _logger.LogWarning("No connection: {Message}", ex.Message);
            }

            await Task.Delay(_options.Reconnect, stoppingToken);
        }
    }

    private async Task RunConnectionAsync(CancellationToken ct)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_options.Host, _options.Port, ct);
        await using var stream = client.GetStream();
        var frame = new byte[4];
        while (await stream.ReadAtLeastAsync(frame, frame.Length, throwOnEndOfStream: false, ct) == frame.Length)
        {
            var tag = BitConverter.ToUInt16(frame, 0);
            var value = BitConverter.ToInt16(frame, 2);
            await _sink.SetAsync(tag, value, ct);
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Logs.Syslog;

public interface ISyslogSink
{
    ValueTask WriteAsync(IPAddress source, string message, CancellationToken ct);
}

public sealed class SyslogReceiver(ISyslogSink sink, ILogger<SyslogReceiver> logger) : BackgroundService
{
    private const int Port = 5514;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp) { DualMode = true };
        socket.Bind(new IPEndPoint(IPAddress.IPv6Any, Port));
        logger.LogInformation("Listening on {Port}", Port);

        var buffer = GC.AllocateUninitializedArray<byte>(64 * 1024, pinned: true);
        var anyone = new IPEndPoint(IPAddress.IPv6Any, 0);
        while (true)
        {
            try
            {
                var received = await socket.ReceiveFromAsync(buffer, SocketFlags.None, anyone, stoppingToken);
                var source = ((IPEndPoint)received.RemoteEndPoint).Address;
                await sink.WriteAsync(source, Encoding.UTF8.GetString(buffer, 0, received.ReceivedBytes), stoppingToken);
            }
            catch (SocketException ex)
            {
                logger.LogWarning(ex, "A datagram was lost");
            }
        }
    }
}

internal sealed class FileSink(string path) : ISyslogSink, IAsyncDisposable
{
    private readonly StreamWriter _writer = new(path, append: true) { AutoFlush = true };

    public async ValueTask WriteAsync(IPAddress source, string message, CancellationToken ct)
        => await _writer.WriteLineAsync($"{source} {message}".AsMemory(), ct);

    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}

public static class SyslogModule
{
    public static void AddSyslog(this IHostApplicationBuilder builder)
    {
        var path = builder.Configuration["Syslog:Path"] ?? "syslog.txt";
        builder.Services.AddSingleton<ISyslogSink>(_ => new FileSink(path));
        builder.Services.AddHostedService<SyslogReceiver>();
    }
}

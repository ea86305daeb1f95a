using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Glacier.Net;

public readonly record struct Frame(ushort Station, float Displacement, float IceTemperature)
{
    public static bool TryParse(ReadOnlySpan<byte> data, out Frame frame)
    {
        frame = default;
        if (data.Length < 10) return false;
        frame = new(
            BinaryPrimitives.ReadUInt16BigEndian(data),
            BinaryPrimitives.ReadSingleBigEndian(data[2..]),
            BinaryPrimitives.ReadSingleBigEndian(data[6..]));
        return true;
    }
}

public interface IFrameStore
{
    ValueTask AppendAsync(Frame frame, CancellationToken ct);
    string Summary();
}

internal sealed class StationSocket(int port) : IDisposable
{
    private readonly UdpClient _udp = new(port);

    public async ValueTask<Frame?> NextAsync()
    {
        var datagram = await _udp.ReceiveAsync(); //! HAZARD udp SHUT102 SHUT103 SHUT101
        return Frame.TryParse(datagram.Buffer, out var frame) ? frame : null;
    }

    public void Dispose() => _udp.Dispose();
}

public sealed class Collector(IFrameStore store, IConfiguration configuration, ILogger<Collector> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var socket = new StationSocket(configuration.GetValue("Glacier:Port", 7700));
        var garbled = 0;

        while (!stoppingToken.IsCancellationRequested) //! HAZARD udp SHUT102 SHUT103 SHUT101
        {
            if (await socket.NextAsync() is { } frame) //! HAZARD udp SHUT102 SHUT103 SHUT101
            {
                await store.AppendAsync(frame, stoppingToken);
                continue;
            }

            if (++garbled % 50 == 0)
                logger.LogWarning("{Count} garbled frames", garbled);
        }
    }
}

public sealed class StatusPage(IFrameStore store, ILogger<StatusPage> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var listener = new HttpListener();
        listener.Prefixes.Add("http://+:7701/");
        listener.Start();

        while (!stoppingToken.IsCancellationRequested) //! HAZARD page SHUT103 SHUT102
        {
            var context = await listener.GetContextAsync(); //! HAZARD page SHUT103 SHUT102
            try
            {
                await using var writer = new StreamWriter(context.Response.OutputStream);
                await writer.WriteAsync(store.Summary().AsMemory(), stoppingToken);
            }
            catch (HttpListenerException ex)
            {
                logger.LogDebug(ex, "Client left");
            }
        }
    }
}

public static class GlacierServices
{
    public static IHostApplicationBuilder AddGlacier(this IHostApplicationBuilder builder)
    {
        builder.Services.AddHostedService<Collector>();
        builder.Services.AddHostedService<StatusPage>();
        return builder;
    }
}

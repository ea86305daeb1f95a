using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Railway.Signals;

internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        using var shutdown = new CancellationTokenSource();
        using var onInt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        using var onTerm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);

        var port = args.Length > 0 && int.TryParse(args[0], out var given) ? given : 9021;
        await using var aspects = new AspectLog("aspects.log");

        await Task.WhenAll(
            RelayAsync(port, aspects, shutdown.Token),
            HeartbeatAsync(aspects, shutdown.Token));

        await aspects.WriteAsync("relay ends");
        return 0;

        void Handle(PosixSignalContext context)
        {
            context.Cancel = true;
            shutdown.Cancel();
        }
    }

    private static async Task RelayAsync(int port, AspectLog aspects, CancellationToken stop)
    {
        using var udp = new UdpClient(port);
        var monitor = new IPEndPoint(IPAddress.Loopback, port + 1);
        while (true)
        {
            try
            {
                var datagram = await udp.ReceiveAsync(stop);
                if (!Aspect.TryRead(datagram.Buffer, out var aspect))
                    continue;

                await aspects.WriteAsync(aspect.ToString());
                await udp.SendAsync(datagram.Buffer, monitor, stop);
            }
            catch (SocketException ex)
            {
                await aspects.WriteAsync(ex.Message);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private static async Task HeartbeatAsync(AspectLog aspects, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await aspects.WriteAsync("alive");
            await Task.Delay(TimeSpan.FromMinutes(1), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

internal readonly record struct Aspect(ushort Signal, char Colour)
{
    public static bool TryRead(ReadOnlySpan<byte> data, out Aspect aspect)
    {
        aspect = data.Length == 3 ? new((ushort)(data[0] << 8 | data[1]), (char)data[2]) : default;
        return aspect.Colour is 'R' or 'Y' or 'G';
    }
}

internal sealed class AspectLog(string path) : IAsyncDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private readonly StreamWriter _writer = new(path, append: true) { AutoFlush = true };

    public async Task WriteAsync(string line)
    {
        var text = $"{DateTime.UtcNow:O} {line}";
        if (!await _one.WaitAsync(TimeSpan.FromSeconds(1)))
            return;

        try
        {
            await _writer.WriteLineAsync(text);
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _one.Dispose();
    }
}

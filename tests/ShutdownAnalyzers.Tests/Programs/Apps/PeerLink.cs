using System.Net.Sockets;

namespace Mesh.Peers;

public interface IPeerLink
{
    Task SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken);
}

internal class PeerLink<TCodec>(TCodec codec, ILogger<PeerLink<TCodec>> logger) : IPeerLink, IDisposable where TCodec : IFrameCodec
{
    private readonly Lock _gate = new();
    private Socket? _socket; //! HAZARD peer SHUT704

    protected Socket Socket
    {
        get
        {
            lock (_gate) return _socket ??= Open(); //! HAZARD peer SHUT704
        }
    }

    public async Task SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        await Socket.SendAsync(codec.Encode(frame), cancellationToken);
        logger.LogTrace("{Length} bytes sent", frame.Length);
    }

    private static Socket Open() //! HAZARD peer SHUT704
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp); //! HAZARD peer SHUT704
        socket.Connect("mesh.local", 9800); //! HAZARD peer SHUT704
        return socket;
    }

    public void Dispose() => codec.Dispose(); //! HAZARD peer SHUT704
}

public interface IFrameCodec : IDisposable
{
    ReadOnlyMemory<byte> Encode(ReadOnlyMemory<byte> frame);
}

internal sealed class PlainCodec : IFrameCodec
{
    private byte[] _scratch = System.Buffers.ArrayPool<byte>.Shared.Rent(2048);

    public ReadOnlyMemory<byte> Encode(ReadOnlyMemory<byte> frame)
    {
        frame.CopyTo(_scratch);
        return _scratch.AsMemory(0, frame.Length);
    }

    public void Dispose()
    {
        System.Buffers.ArrayPool<byte>.Shared.Return(_scratch);
        _scratch = [];
    }
}

public static class PeerServices
{
    public static IServiceCollection AddPeers(this IServiceCollection services) =>
        services.AddSingleton<IPeerLink>(sp => new PeerLink<PlainCodec>(new PlainCodec(), sp.GetRequiredService<ILogger<PeerLink<PlainCodec>>>())); //! HAZARD peer SHUT704
}

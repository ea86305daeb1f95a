using System.Net.WebSockets;

namespace Support.RemoteDesk;

public interface IDeskSession
{
    ValueTask OnInputAsync(ReadOnlyMemory<byte> input);
}

public sealed class DeskConnection : IAsyncDisposable
{
    private readonly WebSocket _socket;
    private readonly CancellationTokenSource _patience = new();
    private readonly CancellationTokenRegistration _goodbye;

    public DeskConnection(WebSocket socket, CancellationToken stopping)
    {
        _socket = socket;
        _goodbye = stopping.UnsafeRegister(static state => ((DeskConnection)state!).SayGoodbye(), this);
    }

    public async Task ServeAsync(IDeskSession session)
    {
        var buffer = new byte[2048];
        while (_socket.State is WebSocketState.Open or WebSocketState.CloseSent)
        {
            var result = await _socket.ReceiveAsync(buffer.AsMemory(), _patience.Token);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                if (_socket.State == WebSocketState.CloseReceived)
                    await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                return;
            }

            await session.OnInputAsync(buffer.AsMemory(0, result.Count));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _goodbye.DisposeAsync();
        _patience.Dispose();
        _socket.Dispose();
    }

    private void SayGoodbye()
    {
        _patience.CancelAfter(TimeSpan.FromSeconds(2));
        _ = CloseAsync();
    }

    private async Task CloseAsync()
    {
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "restart", CancellationToken.None);
        }
        catch (Exception ex) when (ex is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            _socket.Abort();
        }
    }
}

public static class RemoteDeskEndpoint
{
    public static void MapRemoteDesk(this WebApplication app, Func<string, IDeskSession> open)
        => app.Map("/desk/{name}", async (HttpContext context, string name, IHostApplicationLifetime lifetime) =>
        {
            if (!context.WebSockets.IsWebSocketRequest) return;

            var socket = await context.WebSockets.AcceptWebSocketAsync();
            await using var connection = new DeskConnection(socket, lifetime.ApplicationStopping);
            try
            {
                await connection.ServeAsync(open(name));
            }
            catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
            {
                socket.Abort();
            }
        });
}

using System.Net.WebSockets;

namespace Port.Cranes;

public interface ICraneControl
{
    void Apply(ReadOnlySpan<byte> command);
    void Hold();
}

internal sealed class CabinSession : IDisposable
{
    private readonly WebSocket _socket;
    private readonly CancellationTokenSource _patience = new();
    private readonly CancellationTokenRegistration _stopping;

    public CabinSession(WebSocket socket, CancellationToken stopping)
    {
        _socket = socket;
        _stopping = stopping.Register(static s => ((CabinSession)s!).SayGoodbye(), this);
    }

    public async Task RunAsync(ICraneControl control)
    {
        var buffer = new byte[64];
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer.AsMemory(), _patience.Token);
                if (received.MessageType == WebSocketMessageType.Close)
                    break;

                control.Apply(buffer.AsSpan(0, received.Count));
            }

            if (_socket.State == WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception ex) when (ex is WebSocketException or OperationCanceledException)
        {
            // lost, or the cabin did not answer the close in time
        }
        finally
        {
            control.Hold();
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _patience.Dispose();
    }

    private void SayGoodbye()
    {
        _patience.CancelAfter(TimeSpan.FromSeconds(3));
        _ = CloseAsync();
    }

    private async Task CloseAsync()
    {
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "shift ends", CancellationToken.None);
        }
        catch (WebSocketException)
        {
        }
    }
}

public static class CabinEndpoint
{
    public static void MapCabin(this WebApplication app) => app.Map("/cabin", async (HttpContext context, ICraneControl control) =>
    {
        if (!context.WebSockets.IsWebSocketRequest)
            return Results.BadRequest();

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var session = new CabinSession(socket, app.Lifetime.ApplicationStopping);
        await session.RunAsync(control);
        return Results.Empty;
    });
}

using System.Collections.Concurrent;
using System.Net.WebSockets;

namespace Quarry.Blasting;

public sealed record BlastNotice(int Bench, DateTimeOffset At);

public sealed class Listeners : IDisposable
{
    private readonly ConcurrentDictionary<Guid, WebSocket> _sockets = new();
    private readonly CancellationTokenRegistration _goodbye;
    private readonly CancellationToken _stopping;
    private readonly ILogger<Listeners> _logger;

    public Listeners(IHostApplicationLifetime lifetime, ILogger<Listeners> logger)
    {
        _logger = logger;
        _stopping = lifetime.ApplicationStopping;
        _goodbye = _stopping.Register(SayGoodbye);
    }

    public IDisposable Add(WebSocket socket)
    {
        var id = Guid.NewGuid();
        _sockets[id] = socket;
        if (_stopping.IsCancellationRequested)
            SayGoodbye();

        return new Entry(this, id);
    }

    public async Task TellAsync(BlastNotice notice, CancellationToken ct)
    {
        var bytes = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(notice);
        foreach (var socket in _sockets.Values.Where(s => s.State == WebSocketState.Open))
        {
            try
            {
                await socket.SendAsync(bytes, WebSocketMessageType.Text, true, ct);
            }
            catch (WebSocketException ex)
            {
                _logger.LogInformation(ex, "Listener lost");
            }
        }
    }

    private void SayGoodbye()
    {
        foreach (var socket in _sockets.Values)
            _ = CloseQuietlyAsync(socket);
    }

    private async Task CloseQuietlyAsync(WebSocket socket)
    {
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "restart", CancellationToken.None);
        }
        catch (Exception ex) when (ex is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            _logger.LogDebug(ex, "Already gone");
        }
    }

    public void Dispose() => _goodbye.Dispose();

    private sealed class Entry(Listeners owner, Guid id) : IDisposable
    {
        public void Dispose() => owner._sockets.TryRemove(id, out _);
    }
}

public static class BlastEndpoints
{
    public static void MapBlasting(this WebApplication app)
    {
        app.MapPost("/blasts", (BlastNotice notice, Listeners listeners, CancellationToken ct) => listeners.TellAsync(notice, ct));
        app.Map("/blasts/live", ListenAsync);
    }

    private static async Task ListenAsync(HttpContext context, Listeners listeners, IHostApplicationLifetime lifetime)
    {
        if (!context.WebSockets.IsWebSocketRequest || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var entry = listeners.Add(socket);

        var buffer = new byte[256];
        while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
            if (received.MessageType == WebSocketMessageType.Close)
                break;
        }

        if (socket.State == WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }
}

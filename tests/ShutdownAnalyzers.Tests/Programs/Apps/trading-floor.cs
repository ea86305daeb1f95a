using System.Net.WebSockets;

namespace Trading.Floor;

public class ConnectionRegistry<TKey> : IAsyncDisposable where TKey : notnull
{
    private readonly Dictionary<TKey, List<Entry>> _entries = []; //! HAZARD traders SHUT405 SHUT403
    private readonly Lock _gate = new();

    private sealed record Entry(WebSocket Socket, DateTimeOffset Since);

    public async Task HoldAsync(TKey key, WebSocket socket, CancellationToken gone) //! HAZARD traders SHUT405 SHUT403
    {
        var entry = new Entry(socket, DateTimeOffset.UtcNow);
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var list)) _entries[key] = list = []; //! HAZARD traders SHUT405
            list.Add(entry); //! HAZARD traders SHUT405
        }

        try
        {
            Memory<byte> ignored = new byte[32];
            while (await socket.ReceiveAsync(ignored, gone) is { MessageType: not WebSocketMessageType.Close }) { } //! HAZARD traders SHUT403
        }
        finally
        {
            lock (_gate) _entries[key].Remove(entry);
        }
    }

    public async Task TellAsync(TKey key, ReadOnlyMemory<byte> text)
    {
        Entry[] targets;
        lock (_gate) targets = _entries.TryGetValue(key, out var list) ? [.. list] : [];

        foreach (var target in targets)
            await target.Socket.SendAsync(text, WebSocketMessageType.Text, true, CancellationToken.None);
    }

    public async ValueTask DisposeAsync() //! HAZARD traders SHUT405
    {
        foreach (var entry in _entries.Values.SelectMany(e => e).ToArray())
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await entry.Socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); //! HAZARD traders SHUT405
        }

        GC.SuppressFinalize(this);
    }
}

public sealed class TraderConnections : ConnectionRegistry<string>;

public static class TradingFloor
{
    public static IServiceCollection AddTradingFloor(this IServiceCollection services) => services.AddSingleton<TraderConnections>(); //! HAZARD traders SHUT405

    public static void MapTradingFloor(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/floor/{pit}", async (string pit, HttpContext context, TraderConnections traders) => //! HAZARD traders SHUT405 SHUT403
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(); //! HAZARD traders SHUT405 SHUT403
            await traders.HoldAsync(pit, socket, context.RequestAborted); //! HAZARD traders SHUT405 SHUT403
        });
}

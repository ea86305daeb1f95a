using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;

namespace Auctions.Live;

public sealed class Bidders : IDisposable
{
    private readonly ConcurrentDictionary<Guid, WebSocket> _sockets = new();
    private readonly CancellationTokenRegistration _stopping;

    public Bidders(IHostApplicationLifetime lifetime) => _stopping = lifetime.ApplicationStopping.Register(CloseAll);

    public Guid Add(WebSocket socket)
    {
        var id = Guid.NewGuid();
        _sockets[id] = socket;
        return id;
    }

    public void Remove(Guid id) => _sockets.TryRemove(id, out _);

    public async Task BroadcastAsync(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        foreach (var socket in _sockets.Values.Where(s => s.State == WebSocketState.Open))
            await socket.SendAsync(bytes, WebSocketMessageType.Text, true, CancellationToken.None);
    }

    public void Dispose() => _stopping.Dispose();

    private void CloseAll()
    {
        foreach (var socket in _sockets.Values)
            _ = CloseAsync(socket);
    }

    private static async Task CloseAsync(WebSocket socket)
    {
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "auction pauses", CancellationToken.None);
        }
        catch (WebSocketException)
        {
            socket.Abort();
        }
    }
}

public static class AuctionSockets
{
    public static void MapBidding(this IEndpointRouteBuilder endpoints) => endpoints.Map("/bid", async (HttpContext context, Bidders bidders) =>
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var id = bidders.Add(socket);
        try
        {
            var buffer = new byte[128];
            for (;;)
            {
                var bid = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
                if (bid.MessageType is WebSocketMessageType.Close) return;
                await bidders.BroadcastAsync(Encoding.UTF8.GetString(buffer, 0, bid.Count));
            }
        }
        finally
        {
            bidders.Remove(id);
        }
    });

    public static IServiceCollection AddBidding(this IServiceCollection services) => services.AddSingleton<Bidders>();
}

using System.Collections.Concurrent;
using System.Net.WebSockets;

namespace ShopApi;

/// <summary>Who talks with the shop right now. When the shop closes, they are told.</summary>
public sealed class Chat
{
    private readonly ConcurrentDictionary<Guid, WebSocket> _guests = new();

    public Chat(IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.Register(SayGoodbye);

    public async Task TalkAsync(WebSocket socket)
    {
        var id = Guid.NewGuid();
        _guests[id] = socket;
        try
        {
            var buffer = new byte[4096];
            while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
            {
                var message = await socket.ReceiveAsync(buffer, CancellationToken.None);
                if (message.MessageType == WebSocketMessageType.Close)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None);
                    break;
                }

                foreach (var guest in _guests.Values)
                {
                    await guest.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, CancellationToken.None);
                }
            }
        }
        finally
        {
            _guests.TryRemove(id, out _);
        }
    }

    private void SayGoodbye()
    {
        foreach (var guest in _guests.Values)
        {
            _ = guest.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "the shop closes", CancellationToken.None);
        }
    }
}

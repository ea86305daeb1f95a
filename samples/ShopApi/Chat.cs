using System.Collections.Concurrent;
using System.Net.WebSockets;

namespace ShopApi;

/// <summary>Who talks with the shop right now.</summary>
public sealed class Chat
{
    private readonly ConcurrentDictionary<Guid, WebSocket> _guests = new(); // SHUT405

    public async Task TalkAsync(WebSocket socket)
    {
        var id = Guid.NewGuid();
        _guests[id] = socket;
        try
        {
            var buffer = new byte[4096];
            while (socket.State == WebSocketState.Open)
            {
                var message = await socket.ReceiveAsync(buffer, CancellationToken.None); // SHUT403
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
}

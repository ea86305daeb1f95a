using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;

namespace Auctions.Live;

public sealed class AuctionRoom
{
    private readonly ConcurrentDictionary<Guid, WebSocket> _bidders = new(); //! HAZARD room SHUT405
    private decimal _highest;

    public decimal Highest => _highest;

    public async Task JoinAsync(WebSocket socket) //! HAZARD room SHUT405 SHUT403
    {
        var id = Guid.NewGuid();
        _bidders[id] = socket; //! HAZARD room SHUT405
        try
        {
            var buffer = new byte[256];
            while (true) //! HAZARD room SHUT403 SHUT405
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None); //! HAZARD room SHUT403 SHUT405
                if (received.MessageType == WebSocketMessageType.Close) break;

                if (decimal.TryParse(Encoding.UTF8.GetString(buffer, 0, received.Count), out var bid) && bid > _highest)
                {
                    _highest = bid;
                    await TellAllAsync($"highest {bid:0.00}");
                }
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "thank you", CancellationToken.None);
        }
        finally
        {
            _bidders.TryRemove(id, out _);
        }
    }

    public async Task TellAllAsync(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        foreach (var bidder in _bidders.Values.Where(b => b.State == WebSocketState.Open))
            await bidder.SendAsync(bytes, WebSocketMessageType.Text, true, CancellationToken.None);
    }
}

public static class AuctionModule
{
    public static IServiceCollection AddAuction(this IServiceCollection services) => services.AddSingleton<AuctionRoom>(); //! HAZARD room SHUT405

    public static void UseAuction(this WebApplication app)
    {
        app.UseWebSockets();
        app.MapGet("/auction", (AuctionRoom room) => new { room.Highest });
        app.Map("/auction/live", async (HttpContext context, AuctionRoom room) =>
        {
            if (!context.WebSockets.IsWebSocketRequest)
            {
                context.Response.StatusCode = 400;
                return;
            }

            using var socket = await context.WebSockets.AcceptWebSocketAsync(); //! HAZARD room SHUT403 SHUT405
            await room.JoinAsync(socket); //! HAZARD room SHUT403 SHUT405
        });
    }
}

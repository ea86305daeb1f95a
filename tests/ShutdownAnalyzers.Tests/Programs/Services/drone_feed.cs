using System.Net.WebSockets;

namespace Drones.Feed;

public interface IFlightDeck
{
    ValueTask CommandAsync(string drone, ReadOnlyMemory<byte> command);
}

/// <summary>A middleware of its own, the pilots' devices know no routing.</summary>
public sealed class DroneFeedMiddleware
{
    private readonly RequestDelegate _next;
    private readonly IFlightDeck _deck;

    public DroneFeedMiddleware(RequestDelegate next, IFlightDeck deck)
    {
        _next = next;
        _deck = deck;
    }

    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/drones", out var rest) || !context.WebSockets.IsWebSocketRequest)
        {
            await _next(context);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(); //! HAZARD pilot SHUT403
        await FlyAsync(socket, rest.Value!.Trim('/')); //! HAZARD pilot SHUT403
        if (socket.State == WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    private async Task FlyAsync(WebSocket socket, string drone) //! HAZARD pilot SHUT403
    {
        var buffer = new byte[1024];
        ValueWebSocketReceiveResult result;
        do //! HAZARD pilot SHUT403
        {
            result = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None); //! HAZARD pilot SHUT403
            if (result.MessageType == WebSocketMessageType.Binary)
                await _deck.CommandAsync(drone, buffer.AsMemory(0, result.Count));
        }
        while (result.MessageType != WebSocketMessageType.Close); //! HAZARD pilot SHUT403
    }
}

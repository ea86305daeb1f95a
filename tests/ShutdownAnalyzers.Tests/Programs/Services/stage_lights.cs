using System.Collections.Concurrent;
using System.Net.WebSockets;

namespace Theatre.Lights;

public static class Desks
{
    private static readonly ConcurrentDictionary<string, WebSocket> Open = new(StringComparer.OrdinalIgnoreCase); //! HAZARD desks SHUT405 SHUT403

    public static Task CueAsync(string cue, CancellationToken ct)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(cue);
        return Task.WhenAll(Open.Values.Where(s => s.State == WebSocketState.Open)
            .Select(s => s.SendAsync(bytes, WebSocketMessageType.Text, true, ct)));
    }

    public static void MapDesks(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/cues/{cue}", (string cue, CancellationToken ct) => CueAsync(cue, ct));
        routes.Map("/desks/{name}", async (string name, HttpContext http) => //! HAZARD desks SHUT405 SHUT403
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync(); //! HAZARD desks SHUT405 SHUT403
            Open[name] = socket; //! HAZARD desks SHUT405 SHUT403
            try
            {
                await HearAsync(socket); //! HAZARD desks SHUT405 SHUT403
            }
            finally
            {
                Open.TryRemove(KeyValuePair.Create(name, socket));
            }
        });
    }

    private static async Task HearAsync(WebSocket socket)
    {
        var buffer = new byte[256];
        WebSocketReceiveResult heard;
        do //! HAZARD desks SHUT405 SHUT403
        {
            heard = await socket.ReceiveAsync(buffer, CancellationToken.None); //! HAZARD desks SHUT405 SHUT403
        }
        while (heard.MessageType != WebSocketMessageType.Close);

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None);
    }
}

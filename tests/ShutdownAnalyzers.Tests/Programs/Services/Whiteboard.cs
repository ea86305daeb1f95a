using System.Net.WebSockets;
using System.Text.Json;

namespace School.Whiteboard;

public sealed record Stroke(double X, double Y, string Colour);

public interface ICanvas
{
    void Add(string room, Stroke stroke);
    IReadOnlyList<Stroke> All(string room);
}

public static class WhiteboardEndpoint
{
    public static void MapWhiteboard(this WebApplication app)
    {
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(20) });
        app.Map("/boards/{room}", async (HttpContext context, string room, ICanvas canvas) =>
        {
            if (!context.WebSockets.IsWebSocketRequest) return Results.BadRequest();

            using var socket = await context.WebSockets.AcceptWebSocketAsync(); //! HAZARD draw SHUT403
            await SendAsync(socket, canvas.All(room), context.RequestAborted);
            await foreach (var stroke in StrokesAsync(socket)) //! HAZARD draw SHUT403
                canvas.Add(room, stroke);

            return Results.Empty;
        });
    }

    private static async IAsyncEnumerable<Stroke> StrokesAsync(WebSocket socket) //! HAZARD draw SHUT403
    {
        var buffer = new byte[1024];
        while (socket.State == WebSocketState.Open) //! HAZARD draw SHUT403
        {
            var length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None); //! HAZARD draw SHUT403
                length += part.Count;
            }
            while (!part.EndOfMessage && length < buffer.Length);

            if (part.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                yield break;
            }

            if (JsonSerializer.Deserialize<Stroke>(buffer.AsSpan(0, length), JsonSerializerOptions.Web) is { } stroke)
                yield return stroke;
        }
    }

    private static ValueTask SendAsync<T>(WebSocket socket, T value, CancellationToken ct)
        => socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(value, JsonSerializerOptions.Web), WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, ct);
}

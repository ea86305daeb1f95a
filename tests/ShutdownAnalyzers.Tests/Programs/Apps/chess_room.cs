using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;

var app = WebApplication.Create(args);
app.UseWebSockets();
app.Map("/play/{board}", Play); //! HAZARD play SHUT403
app.Run();

static async Task Play(string board, HttpContext context, ILoggerFactory loggers) //! HAZARD play SHUT403
{
    if (!context.WebSockets.IsWebSocketRequest)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return;
    }

    var logger = loggers.CreateLogger("Chess");
    using var socket = await context.WebSockets.AcceptWebSocketAsync(); //! HAZARD play SHUT403
    var moves = 0;

    await foreach (var move in socket.ReadTextAsync(context.RequestAborted)) //! HAZARD play SHUT403
    {
        logger.LogInformation("{Board}: {Move}", board, move);
        await socket.SendAsync(Encoding.UTF8.GetBytes($"{++moves}. {move}"), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
    }

    if (socket.State is WebSocketState.CloseReceived)
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "bye", context.RequestAborted);
}

internal static class SocketReading
{
    public static async IAsyncEnumerable<string> ReadTextAsync(this WebSocket socket, [EnumeratorCancellation] CancellationToken ct = default) //! HAZARD play SHUT403
    {
        var buffer = new byte[256];
        var text = new StringBuilder();

        while (socket.State == WebSocketState.Open) //! HAZARD play SHUT403
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), ct); //! HAZARD play SHUT403
            if (part.MessageType == WebSocketMessageType.Close) yield break;

            text.Append(Encoding.UTF8.GetString(buffer, 0, part.Count));
            if (!part.EndOfMessage) continue;

            yield return text.ToString();
            text.Clear();
        }
    }
}

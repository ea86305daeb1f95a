using System.Net.WebSockets;

var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
app.UseWebSockets();

app.Map("/chat", async (HttpContext context) =>
{
    using var socket = await context.WebSockets.AcceptWebSocketAsync();
    var buffer = new byte[4096];
    while (socket.State == WebSocketState.Open)
    {
        var message = await socket.ReceiveAsync(buffer, CancellationToken.None);
        if (message.MessageType == WebSocketMessageType.Close)
        {
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
            break;
        }

        Console.WriteLine("busy");
        await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, CancellationToken.None);
    }
});

app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"ready {app.Urls.First()}"));
app.Run();

using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<OrderBell>();
var app = builder.Build();
app.UseWebSockets();

app.MapGet("/orders/wait", async (int after, OrderBell bell, CancellationToken ct) =>
{
    while (bell.Last <= after) //! HAZARD poll SHUT401
        await Task.Delay(400, ct); //! HAZARD poll SHUT401

    return Results.Ok(bell.Last);
});

app.MapPost("/orders", (OrderBell bell) => Results.Ok(bell.Ring()));

app.Map("/display", async (HttpContext context, OrderBell bell) =>
{
    if (!context.WebSockets.IsWebSocketRequest)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return;
    }

    using var socket = await context.WebSockets.AcceptWebSocketAsync(); //! HAZARD socket SHUT403
    await Display.ServeAsync(socket, bell); //! HAZARD socket SHUT403
});

await app.RunAsync();

internal sealed class OrderBell
{
    private int _last;

    public int Last => Volatile.Read(ref _last);

    public int Ring() => Interlocked.Increment(ref _last);
}

internal static class Display
{
    public static async Task ServeAsync(WebSocket socket, OrderBell bell)
    {
        var buffer = new byte[256];
        while (socket.State == WebSocketState.Open) //! HAZARD socket SHUT403
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None); //! HAZARD socket SHUT403
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                return;
            }

            var answer = Encoding.UTF8.GetBytes($"last order {bell.Last}");
            await socket.SendAsync(answer.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
    }
}

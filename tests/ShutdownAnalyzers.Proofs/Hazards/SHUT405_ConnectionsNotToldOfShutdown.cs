using System.Collections.Concurrent;
using System.Net.WebSockets;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<Room>();
var app = builder.Build();
app.UseWebSockets();
app.Map("/room", async (HttpContext context, Room room) => await room.JoinAsync(await context.WebSockets.AcceptWebSocketAsync()));
app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"ready {app.Urls.First()}"));
app.Run();

internal sealed class Room
{
    private readonly ConcurrentDictionary<Guid, WebSocket> _members = new();

    public async Task JoinAsync(WebSocket member)
    {
        var id = Guid.NewGuid();
        _members[id] = member;
        var buffer = new byte[4096];
        while (member.State == WebSocketState.Open)
        {
            var message = await member.ReceiveAsync(buffer, CancellationToken.None);
            if (message.MessageType == WebSocketMessageType.Text)
            {
                Console.WriteLine("busy");
                await TellAsync(buffer.AsMemory(0, message.Count));
            }
        }

        _members.TryRemove(id, out _);
    }

    private async Task TellAsync(ReadOnlyMemory<byte> text)
    {
        foreach (var member in _members.Values)
        {
            await member.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
    }
}

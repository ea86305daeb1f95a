using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<Boards>();
await using var app = builder.Build();
app.UseWebSockets();
app.MapGet("/boards", (Boards boards) => boards.Names);
app.Map("/boards/{name}", async (HttpContext context, string name, Boards boards) =>
{
    if (!context.WebSockets.IsWebSocketRequest)
        return Results.BadRequest();

    using var socket = await context.WebSockets.AcceptWebSocketAsync();
    await boards.FollowAsync(name, socket);
    return Results.Empty;
});
await app.RunAsync();

public sealed class Boards
{
    private readonly ConcurrentDictionary<WebSocket, string> _followers = new();

    public Boards(IHostApplicationLifetime lifetime)
    {
        lifetime.ApplicationStopping.Register(SayGoodbye);
    }

    public IEnumerable<string> Names => _followers.Values.Distinct();

    public async Task FollowAsync(string board, WebSocket socket)
    {
        var buffer = new byte[512];
        _followers[socket] = board;
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                    break;

                var move = Encoding.UTF8.GetString(buffer, 0, received.Count);
                foreach (var (other, name) in _followers)
                {
                    if (name == board && other != socket && other.State == WebSocketState.Open)
                        await other.SendAsync(Encoding.UTF8.GetBytes(move), WebSocketMessageType.Text, true, CancellationToken.None);
                }
            }

            if (socket.State == WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            socket.Abort();
        }
        finally
        {
            _followers.TryRemove(socket, out _);
        }
    }

    private void SayGoodbye()
    {
        foreach (var socket in _followers.Keys)
            _ = CloseAsync(socket);
    }

    private static async Task CloseAsync(WebSocket socket)
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "restart", limit.Token);
        }
        catch (Exception ex) when (ex is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            socket.Abort();
        }
    }
}

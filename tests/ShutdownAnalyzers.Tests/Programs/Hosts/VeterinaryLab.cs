using System.Collections.Concurrent;
using System.Net.WebSockets;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<ResultScreens>();
builder.Services.AddSingleton(new SampleArchive("samples.bin")); //! HAZARD archive SHUT701
builder.Services.AddSingleton<IClock>(new UtcClock());
builder.Services.AddSingleton(_ => new SampleArchive("controls.bin"));
var app = builder.Build();
app.UseWebSockets();
app.MapPost("/results/{animal}", async (string animal, ResultScreens screens, SampleArchive archive, CancellationToken ct) =>
{
    archive.Append(animal);
    await screens.BroadcastAsync(animal, ct);
});
app.Map("/screens", async (HttpContext context, ResultScreens screens) => //! HAZARD screen SHUT403 SHUT405 SHUT401
{
    using var socket = await context.WebSockets.AcceptWebSocketAsync(); //! HAZARD screen SHUT403 SHUT405 SHUT401
    await screens.ServeAsync(socket); //! HAZARD screen SHUT403 SHUT405 SHUT401
});
app.Run();

public interface IClock { DateTimeOffset Now { get; } }

public sealed class UtcClock : IClock { public DateTimeOffset Now => DateTimeOffset.UtcNow; }

public sealed class SampleArchive(string path) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.Append);
    private readonly Lock _gate = new();

    public void Append(string animal)
    {
        lock (_gate)
            _file.Write(System.Text.Encoding.UTF8.GetBytes(animal));
    }

    public void Dispose() => _file.Dispose();
}

public sealed class ResultScreens
{
    private readonly ConcurrentDictionary<Guid, WebSocket> _screens = new(); //! HAZARD screen SHUT403 SHUT405 SHUT401

    public async Task ServeAsync(WebSocket socket) //! HAZARD screen SHUT403 SHUT405 SHUT401
    {
        var id = Guid.NewGuid();
        _screens[id] = socket; //! HAZARD screen SHUT403 SHUT405 SHUT401
        var buffer = new byte[256];
        try
        {
            while (socket.State == WebSocketState.Open) //! HAZARD screen SHUT403 SHUT405 SHUT401
            {
                var received = await socket.ReceiveAsync(buffer, CancellationToken.None); //! HAZARD screen SHUT403 SHUT405 SHUT401
                if (received.MessageType == WebSocketMessageType.Close)
                    await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None);
            }
        }
        finally
        {
            _screens.TryRemove(id, out _);
        }
    }

    public async Task BroadcastAsync(string animal, CancellationToken ct)
    {
        foreach (var (_, socket) in _screens)
            await socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(animal), WebSocketMessageType.Text, true, ct);
    }
}

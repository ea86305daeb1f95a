using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace Pub.Jukebox;

public sealed record NowPlaying(string Title, string Artist);

public sealed class Screens
{
    private readonly ConcurrentDictionary<Guid, WebSocket> _screens = new(); //! HAZARD screens SHUT405

    public async Task ShowAsync(NowPlaying song)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(song);
        foreach (var (id, screen) in _screens)
        {
            if (screen.State != WebSocketState.Open)
                continue;

            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            try
            {
                await screen.SendAsync(json, WebSocketMessageType.Text, true, limit.Token);
            }
            catch (Exception ex) when (ex is WebSocketException or OperationCanceledException)
            {
                _screens.TryRemove(id, out _);
            }
        }
    }

    public async Task ServeAsync(WebSocket screen) //! HAZARD screens SHUT403 SHUT405
    {
        var id = Guid.NewGuid();
        _screens[id] = screen; //! HAZARD screens SHUT405
        try
        {
            var scratch = new byte[256];
            while ((await screen.ReceiveAsync(scratch, CancellationToken.None)).MessageType != WebSocketMessageType.Close) //! HAZARD screens SHUT403
            {
            }
        }
        catch (WebSocketException)
        {
            // the screen lost its power
        }
        finally
        {
            _screens.TryRemove(id, out _);
        }
    }
}

public static class JukeboxApp
{
    public static void Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<Screens>(); //! HAZARD screens SHUT405
        var app = builder.Build();
        app.UseWebSockets();
        app.MapPost("/playing", (NowPlaying song, Screens screens) => screens.ShowAsync(song));
        app.Map("/screen", async (HttpContext context, Screens screens) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(); //! HAZARD screens SHUT403
            await screens.ServeAsync(socket); //! HAZARD screens SHUT403
        });
        app.Run();
    }
}

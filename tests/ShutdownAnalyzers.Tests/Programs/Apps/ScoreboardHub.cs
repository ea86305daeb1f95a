using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace Sports.Scoreboard;

public sealed record Score(string Home, string Away, int HomeGoals, int AwayGoals);

internal static class Scoreboards
{
    private static readonly ConcurrentDictionary<string, WebSocket> Displays = new(); //! HAZARD displays SHUT405 SHUT403

    public static async Task ServeAsync(HttpContext context) //! HAZARD displays SHUT405 SHUT403
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync(); //! HAZARD displays SHUT405 SHUT403
        Displays.TryAdd(context.Connection.Id, socket); //! HAZARD displays SHUT405
        try
        {
            await UntilClosedAsync(socket, context.RequestAborted); //! HAZARD displays SHUT403
        }
        finally
        {
            Displays.TryRemove(context.Connection.Id, out _);
        }
    }

    public static async Task ShowAsync(Score score)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(score);
        foreach (var (id, display) in Displays)
        {
            try
            {
                await display.SendAsync(json, WebSocketMessageType.Text, true, CancellationToken.None);
            }
            catch (WebSocketException)
            {
                Displays.TryRemove(id, out _);
            }
        }
    }

    private static async Task UntilClosedAsync(WebSocket socket, CancellationToken aborted) //! HAZARD displays SHUT403
    {
        var nothing = new byte[16];
        while ((await socket.ReceiveAsync(nothing, aborted)).MessageType != WebSocketMessageType.Close) //! HAZARD displays SHUT403
        {
        }
    }
}

public static class Program
{
    public static void Main(string[] args)
    {
        var app = WebApplication.CreateBuilder(args).Build();
        app.UseWebSockets();
        app.MapPost("/score", async (Score score) => await Scoreboards.ShowAsync(score));
        app.MapGet("/display", Scoreboards.ServeAsync); //! HAZARD displays SHUT405 SHUT403
        app.Run();
    }
}

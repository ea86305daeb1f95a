using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;

namespace Games.Chess;

public sealed class Tables
{
    private readonly ConcurrentDictionary<string, WebSocket> _players = new();
    private volatile bool _closed;

    public async Task PlayAsync(string player, WebSocket socket)
    {
        _players[player] = socket;
        try
        {
            if (_closed) await GoodbyeAsync(socket, CancellationToken.None);

            var buffer = new byte[64];
            for (var move = await socket.ReceiveAsync(buffer, default); !move.CloseStatus.HasValue; move = await socket.ReceiveAsync(buffer, default))
                await BroadcastAsync($"{player} {Encoding.ASCII.GetString(buffer, 0, move.Count)}", except: player);

            await GoodbyeAsync(socket, CancellationToken.None);
        }
        finally
        {
            _players.TryRemove(KeyValuePair.Create(player, socket));
        }
    }

    public async Task CloseAsync(CancellationToken ct)
    {
        _closed = true;
        await Task.WhenAll(_players.Values.Select(socket => GoodbyeAsync(socket, ct)));
    }

    private static async Task GoodbyeAsync(WebSocket socket, CancellationToken ct)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived)) return;
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "the club closes", ct);
        }
        catch (Exception ex) when (ex is WebSocketException or OperationCanceledException)
        {
            socket.Abort();
        }
    }

    private async Task BroadcastAsync(string text, string except)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        foreach (var (player, socket) in _players)
        {
            if (player != except && socket.State == WebSocketState.Open)
                await socket.SendAsync(bytes, WebSocketMessageType.Text, true, CancellationToken.None);
        }
    }
}

public sealed class ClubDoor(Tables tables) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => tables.CloseAsync(cancellationToken);
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

public static class ChessClub
{
    public static IServiceCollection AddChess(this IServiceCollection services) => services.AddSingleton<Tables>().AddHostedService<ClubDoor>();

    public static void MapChess(this WebApplication app)
    {
        app.UseWebSockets();
        app.Map("/tables/{player}", async (HttpContext context, string player, Tables tables) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await tables.PlayAsync(player, socket);
        });
    }
}

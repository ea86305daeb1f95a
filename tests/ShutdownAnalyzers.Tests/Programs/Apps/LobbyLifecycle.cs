using System.Collections.Concurrent;
using System.Net.WebSockets;

namespace Games.Lobby;

public sealed class Lobby
{
    private readonly ConcurrentDictionary<WebSocket, string> _players = new();

    public IEnumerable<WebSocket> Sockets => _players.Keys;

    public async Task SeatAsync(string name, WebSocket socket)
    {
        _players.TryAdd(socket, name);
        try
        {
            var buffer = new byte[256];
            while (true)
            {
                var said = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (said.MessageType == WebSocketMessageType.Close) return;

                foreach (var other in Sockets.Where(s => s != socket && s.State == WebSocketState.Open))
                    await other.SendAsync(buffer.AsMemory(0, said.Count), WebSocketMessageType.Text, said.EndOfMessage, CancellationToken.None);
            }
        }
        finally
        {
            _players.TryRemove(socket, out _);
        }
    }
}

public sealed class LobbyLifecycle(Lobby lobby, ILogger<LobbyLifecycle> logger) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(lobby.Sockets.Select(s => s.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "lobby closes", cancellationToken)));
        }
        catch (Exception ex) when (ex is WebSocketException or OperationCanceledException)
        {
            logger.LogDebug(ex, "Some players were gone already");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

public static class LobbyModule
{
    public static IServiceCollection AddLobby(this IServiceCollection services) =>
        services.AddSingleton<Lobby>().AddHostedService<LobbyLifecycle>();

    public static void MapLobby(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/lobby/{name}", async (string name, HttpContext context, Lobby lobby) =>
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await lobby.SeatAsync(name, socket);
    });
}

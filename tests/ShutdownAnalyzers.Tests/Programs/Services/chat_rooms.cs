using System.Collections.Concurrent;
using System.Net.WebSockets;

namespace Chat.Rooms;

public sealed class Room : IHostedLifecycleService
{
    private readonly ConcurrentDictionary<Guid, WebSocket> _guests = new();
    private volatile bool _closing;

    public bool Enter(Guid id, WebSocket socket)
    {
        _guests[id] = socket;
        return !_closing;
    }

    public void Leave(Guid id) => _guests.TryRemove(id, out _);

    public async Task TellAsync(ReadOnlyMemory<byte> message, Guid from)
    {
        foreach (var (id, socket) in _guests)
        {
            if (id == from || socket.State != WebSocketState.Open)
                continue;

            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            try
            {
                await socket.SendAsync(message, WebSocketMessageType.Text, true, limit.Token);
            }
            catch (Exception ex) when (ex is WebSocketException or OperationCanceledException)
            {
                Leave(id);
            }
        }
    }

    // before the server stops: it would wait for these sockets
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _closing = true;
        await Task.WhenAll(_guests.Values.Select(socket => CloseAsync(socket, cancellationToken)));
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task CloseAsync(WebSocket socket, CancellationToken deadline)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(deadline);
        limit.CancelAfter(TimeSpan.FromSeconds(3));
        try
        {
            await socket.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "closing time", limit.Token);
        }
        catch (Exception ex) when (ex is WebSocketException or OperationCanceledException or InvalidOperationException)
        {
            socket.Abort();
        }
    }
}

using System.Net.WebSockets;

namespace Whiteboard;

public interface IBoard
{
    ValueTask DrawAsync(ReadOnlyMemory<byte> stroke);
}

public sealed class BoardSession(IHostApplicationLifetime lifetime, IBoard board, ILogger<BoardSession> logger)
{
    public async Task RunAsync(WebSocket socket)
    {
        using var limit = new CancellationTokenSource();
        using var closing = lifetime.ApplicationStopping.Register(() =>
        {
            // say goodbye, then give the client three seconds for its answer
            limit.CancelAfter(TimeSpan.FromSeconds(3));
            _ = SayGoodbyeAsync(socket);
        });

        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), limit.Token);
                if (received.MessageType == WebSocketMessageType.Close)
                    break;

                await board.DrawAsync(buffer.AsMemory(0, received.Count));
            }

            if (socket.State == WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception ex) when (ex is WebSocketException or OperationCanceledException)
        {
            logger.LogDebug(ex, "The artist left without a word");
        }
    }

    private static async Task SayGoodbyeAsync(WebSocket socket)
    {
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "restart", CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // already gone
        }
    }
}

public static class BoardEndpoint
{
    public static void MapBoard(this IEndpointRouteBuilder endpoints) => endpoints.Map("/board", async (HttpContext context, BoardSession session) =>
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await session.RunAsync(socket);
    });
}

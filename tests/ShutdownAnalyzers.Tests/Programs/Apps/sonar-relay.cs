using System.Net.WebSockets;

namespace Marine.Sonar;

public interface ISonar
{
    ValueTask<ReadOnlyMemory<byte>> PingAsync(ReadOnlyMemory<byte> request);
}

internal static class SonarRelay
{
    public static void MapSonar(this WebApplication app) => app.Map("/sonar", RelayAsync);

    private static async Task RelayAsync(HttpContext context, ISonar sonar, IHostApplicationLifetime lifetime)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var closing = lifetime.ApplicationStopping.Register(() =>
            _ = socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "shutting down", CancellationToken.None));

        var buffer = new byte[4096];
        while (true)
        {
            var ping = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            if (ping.MessageType == WebSocketMessageType.Close) break;

            var echo = await sonar.PingAsync(buffer.AsMemory(0, ping.Count));
            if (socket.State == WebSocketState.Open)
                await socket.SendAsync(echo, WebSocketMessageType.Binary, true, CancellationToken.None);
        }

        if (socket.State == WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }
}

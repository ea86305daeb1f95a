using System.Net.WebSockets;
using System.Text.Json;

namespace Elections.Results;

public sealed record DistrictResult(string District, IReadOnlyDictionary<string, int> Votes);

public interface IResults
{
    Task<DistrictResult?> ForAsync(string district, CancellationToken ct);
}

internal sealed class ResultsSocket(IResults results, IHostApplicationLifetime lifetime, ILogger<ResultsSocket> logger)
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    public async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        using var stopping = lifetime.ApplicationStopping.Register(() =>
        {
            limit.CancelAfter(Farewell);
            _ = LeaveAsync(socket, WebSocketCloseStatus.EndpointUnavailable);
        });

        try
        {
            await TalkAsync(socket, limit.Token);
        }
        catch (Exception ex) when (ex is WebSocketException or OperationCanceledException)
        {
            logger.LogDebug(ex, "Client gone");
        }
    }

    private async Task TalkAsync(WebSocket socket, CancellationToken limit)
    {
        var buffer = new byte[512];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), limit);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await LeaveAsync(socket, WebSocketCloseStatus.NormalClosure);
                return;
            }

            if (socket.State != WebSocketState.Open || !received.EndOfMessage)
                continue;

            var district = System.Text.Encoding.UTF8.GetString(buffer, 0, received.Count);
            var answer = await results.ForAsync(district, limit);
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(answer), WebSocketMessageType.Text, true, limit);
        }
    }

    private async Task LeaveAsync(WebSocket socket, WebSocketCloseStatus status)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            return;

        try
        {
            using var brief = new CancellationTokenSource(Farewell);
            await socket.CloseOutputAsync(status, null, brief.Token);
        }
        catch (Exception ex)
        {
            logger.LogDebug(ex, "No farewell");
        }
    }
}

public static class ResultsEndpoints
{
    public static IServiceCollection AddResults(this IServiceCollection services) => services.AddScoped<ResultsSocket>();

    public static void MapResults(this WebApplication app)
    {
        app.UseWebSockets();
        app.Map("/results/live", (HttpContext context, ResultsSocket socket) => socket.HandleAsync(context));
    }
}

using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;

namespace Farm.Tractors;

public sealed record Position(double Lat, double Lon, double Speed);

public interface IFieldMap
{
    void Move(string tractor, Position position);
    void Lost(string tractor);
}

public abstract class SocketEndpoint
{
    public async Task HandleAsync(HttpContext context) //! HAZARD link SHUT403
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(); //! HAZARD link SHUT403
        var key = context.Request.RouteValues["id"]?.ToString() ?? context.Connection.Id;
        try
        {
            await PumpAsync(key, socket); //! HAZARD link SHUT403
        }
        catch (WebSocketException)
        {
            // the field has holes in its coverage
        }
        finally
        {
            Left(key);
        }
    }

    protected abstract void Received(string key, ReadOnlySpan<byte> message);

    protected abstract void Left(string key);

    private async Task PumpAsync(string key, WebSocket socket)
    {
        var message = new ArrayBufferWriter<byte>(512);
        while (socket.State == WebSocketState.Open) //! HAZARD link SHUT403
        {
            var read = await socket.ReceiveAsync(message.GetMemory(512), CancellationToken.None); //! HAZARD link SHUT403
            if (read.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                return;
            }

            message.Advance(read.Count);
            if (!read.EndOfMessage)
                continue;

            Received(key, message.WrittenSpan);
            message.ResetWrittenCount();
        }
    }
}

public sealed class TractorEndpoint(IFieldMap map) : SocketEndpoint
{
    protected override void Received(string key, ReadOnlySpan<byte> message)
    {
        if (JsonSerializer.Deserialize<Position>(message) is { } position)
            map.Move(key, position);
    }

    protected override void Left(string key) => map.Lost(key);
}

public static class TractorRoutes
{
    public static void MapTractors(this WebApplication app)
        => app.Map("/tractors/{id}", (HttpContext context, TractorEndpoint endpoint) => endpoint.HandleAsync(context)); //! HAZARD link SHUT403
}

using System.Net.WebSockets;
using System.Text.Json;

namespace Scooters.Link;

public abstract class SocketHandler<TMessage>
{
    protected WebSocket Socket { get; private set; } = default!;

    public async Task HandleAsync(HttpContext context) //! HAZARD scooter SHUT403
    {
        using (Socket = await context.WebSockets.AcceptWebSocketAsync()) //! HAZARD scooter SHUT403
        {
            await foreach (var message in MessagesAsync(context.RequestAborted)) //! HAZARD scooter SHUT403
                await OnMessageAsync(message);
        }
    }

    protected abstract Task OnMessageAsync(TMessage message);

    protected Task ReplyAsync<T>(T reply) =>
        Socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(reply), WebSocketMessageType.Text, true, CancellationToken.None);

    private async IAsyncEnumerable<TMessage> MessagesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct) //! HAZARD scooter SHUT403
    {
        var buffer = new ArraySegment<byte>(new byte[2048]);
        WebSocketReceiveResult received;
        while ((received = await Socket.ReceiveAsync(buffer, ct)) is { MessageType: not WebSocketMessageType.Close }) //! HAZARD scooter SHUT403
            yield return JsonSerializer.Deserialize<TMessage>(buffer[..received.Count])!;
    }
}

public sealed record Position(double Lat, double Lon, int Battery);

public sealed class ScooterLink(ILogger<ScooterLink> logger) : SocketHandler<Position>
{
    protected override async Task OnMessageAsync(Position message)
    {
        logger.LogDebug("At {Lat:F4} {Lon:F4}", message.Lat, message.Lon);
        if (message.Battery < 10)
            await ReplyAsync(new { slow = true });
    }
}

public static class ScooterEndpoints
{
    public static IServiceCollection AddScooters(this IServiceCollection services) => services.AddTransient<ScooterLink>();

    public static void MapScooters(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/scooter", (HttpContext context, ScooterLink link) => link.HandleAsync(context)); //! HAZARD scooter SHUT403
}

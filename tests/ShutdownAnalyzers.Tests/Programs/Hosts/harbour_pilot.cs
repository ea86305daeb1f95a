using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Harbour.Pilots;

public sealed record PilotPosition(string Pilot, double Lat, double Lon);

public interface IPilotMap
{
    void Put(PilotPosition position);
    IReadOnlyCollection<PilotPosition> All { get; }
}

internal sealed class MessageReader(WebSocket socket)
{
    private readonly byte[] _buffer = new byte[2048];

    public async Task<string?> NextAsync(CancellationToken ct) //! HAZARD pilots SHUT403
    {
        var text = new StringBuilder();
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(_buffer.AsMemory(), ct); //! HAZARD pilots SHUT403
            if (part.MessageType == WebSocketMessageType.Close)
                return null;

            text.Append(Encoding.UTF8.GetString(_buffer, 0, part.Count));
        }
        while (!part.EndOfMessage);

        return text.ToString();
    }
}

public static class PilotEndpoints
{
    public static void MapPilots(this WebApplication app)
    {
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(20) });

        var pilots = app.MapGroup("/pilots");
        pilots.MapGet("", (IPilotMap map) => map.All);
        pilots.MapGet("/live", ConnectAsync); //! HAZARD pilots SHUT403
    }

    private static async Task ConnectAsync(HttpContext context, IPilotMap map, ILogger<MessageReaderLog> logger) //! HAZARD pilots SHUT403
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync(); //! HAZARD pilots SHUT403
        var reader = new MessageReader(socket);
        try
        {
            while (await reader.NextAsync(context.RequestAborted) is { } message) //! HAZARD pilots SHUT403
            {
                if (JsonSerializer.Deserialize<PilotPosition>(message) is { } position)
                    map.Put(position);
            }

            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", context.RequestAborted);
        }
        catch (WebSocketException ex)
        {
            logger.LogInformation(ex, "Pilot went out of range");
        }
    }

    public sealed class MessageReaderLog;
}

public sealed class StalePilots(IPilotMap map, ILogger<StalePilots> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(2));
        while (await timer.WaitForNextTickAsync(stoppingToken))
            logger.LogDebug("{Count} pilots on the map", map.All.Count);
    }
}

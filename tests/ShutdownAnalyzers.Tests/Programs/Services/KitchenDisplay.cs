using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace Restaurant.Kitchen;

public sealed record Ticket(int Number, string[] Dishes);

internal sealed record Display(string Station, WebSocket Socket)
{
    private readonly SemaphoreSlim _sending = new(1, 1);

    public bool Alive => Socket.State == WebSocketState.Open;

    public async Task ShowAsync(Ticket ticket)
    {
        await _sending.WaitAsync();
        try
        {
            if (Alive) await Socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(ticket), WebSocketMessageType.Text, true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    public async Task UntilClosedAsync() //! HAZARD displays SHUT403 SHUT405
    {
        var ignored = new byte[16];
        while (Alive) //! HAZARD displays SHUT403 SHUT405
        {
            var read = await Socket.ReceiveAsync(ignored, CancellationToken.None); //! HAZARD displays SHUT403 SHUT405
            if (read.MessageType != WebSocketMessageType.Close) continue;
            await Socket.CloseOutputAsync(read.CloseStatus ?? WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
    }
}

internal sealed class Kitchen(ILogger<Kitchen> logger)
{
    private readonly ConcurrentDictionary<string, Display> _displays = new(StringComparer.OrdinalIgnoreCase); //! HAZARD displays SHUT405
    private int _number;

    public async Task<int> OrderAsync(string[] dishes)
    {
        var ticket = new Ticket(Interlocked.Increment(ref _number), dishes);
        await Task.WhenAll(_displays.Values.Select(d => d.ShowAsync(ticket)));
        return ticket.Number;
    }

    public async Task AttachAsync(Display display) //! HAZARD displays SHUT405 SHUT403
    {
        _displays[display.Station] = display; //! HAZARD displays SHUT405
        logger.LogInformation("{Station} lights up", display.Station);
        try
        {
            await display.UntilClosedAsync(); //! HAZARD displays SHUT403 SHUT405
        }
        finally
        {
            _displays.TryRemove(KeyValuePair.Create(display.Station, display));
        }
    }
}

internal static class Program
{
    private static void Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<Kitchen>(); //! HAZARD displays SHUT405

        var app = builder.Build();
        app.UseWebSockets();
        app.MapPost("/tickets", async (string[] dishes, Kitchen kitchen) => Results.Ok(await kitchen.OrderAsync(dishes)));
        app.Map("/displays/{station}", async (HttpContext context, string station, Kitchen kitchen) =>
        {
            if (!context.WebSockets.IsWebSocketRequest) return Results.StatusCode(StatusCodes.Status426UpgradeRequired);
            using var socket = await context.WebSockets.AcceptWebSocketAsync(); //! HAZARD displays SHUT403 SHUT405
            await kitchen.AttachAsync(new Display(station, socket)); //! HAZARD displays SHUT403 SHUT405
            return Results.Empty;
        });
        app.Run();
    }
}

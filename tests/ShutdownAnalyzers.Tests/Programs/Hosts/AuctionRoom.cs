using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<AuctionRoom>();
var app = builder.Build();
app.UseWebSockets();

app.MapGet("/bids", (AuctionRoom room, IHostApplicationLifetime lifetime, CancellationToken ct) =>
    TypedResults.ServerSentEvents(room.BidsAsync(lifetime.ApplicationStopping, ct), eventType: "bid"));

app.MapPost("/bids/{amount:decimal}", (decimal amount, AuctionRoom room) =>
    room.TryBid(amount) ? Results.Accepted() : Results.Conflict());

app.Map("/room", async (HttpContext context, AuctionRoom room) =>
{
    if (!context.WebSockets.IsWebSocketRequest)
        return Results.BadRequest();

    using var socket = await context.WebSockets.AcceptWebSocketAsync();
    await room.SitAsync(socket);
    return Results.Empty;
});

app.Run();

internal sealed class AuctionRoom(IHostApplicationLifetime lifetime)
{
    private readonly Lock _gate = new();
    private decimal _highest;

    public decimal Highest
    {
        get { lock (_gate) return _highest; }
    }

    public bool TryBid(decimal amount)
    {
        lock (_gate)
        {
            if (amount <= _highest)
                return false;

            _highest = amount;
            return true;
        }
    }

    public async IAsyncEnumerable<decimal> BidsAsync(CancellationToken stopping, [EnumeratorCancellation] CancellationToken aborted = default)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(aborted, stopping);
        var told = 0m;
        while (!linked.IsCancellationRequested)
        {
            if (Highest is var now && now > told)
                yield return told = now;

            await Task.Delay(250, linked.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async Task SitAsync(WebSocket socket)
    {
        using var goodbye = lifetime.ApplicationStopping.Register(
            () => _ = socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "auction closed", CancellationToken.None));

        var buffer = new byte[64];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close)
                break;

            if (decimal.TryParse(Encoding.ASCII.GetString(buffer, 0, received.Count), out var amount))
                TryBid(amount);
        }

        if (socket.State is WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }
}

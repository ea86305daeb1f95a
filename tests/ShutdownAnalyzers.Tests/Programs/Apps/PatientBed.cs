using System.Net.WebSockets;

namespace Hospital.Beds;

public interface IBedSignals
{
    Task<byte[]> NextAsync(string bed, CancellationToken cancellationToken);
    void Acknowledge(string bed);
}

internal sealed class BedEndpoint
{
    private readonly IBedSignals _signals;
    private readonly IHostApplicationLifetime _lifetime;

    public BedEndpoint(IBedSignals signals, IHostApplicationLifetime lifetime) => (_signals, _lifetime) = (signals, lifetime);

    public async Task ServeAsync(HttpContext context, string bed) //! HAZARD bed SHUT403
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync(); //! HAZARD bed SHUT403
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _lifetime.ApplicationStopping);
        var pushing = PushAsync(socket, bed, ended.Token);

        var one = new byte[1];
        try
        {
            while (true) //! HAZARD bed SHUT403
            {
                var received = await socket.ReceiveAsync(one, context.RequestAborted); //! HAZARD bed SHUT403
                if (received.CloseStatus is not null) break;
                _signals.Acknowledge(bed);
            }
        }
        finally
        {
            await ended.CancelAsync();
            await pushing;
        }
    }

    private async Task PushAsync(WebSocket socket, string bed, CancellationToken ended)
    {
        try
        {
            while (!ended.IsCancellationRequested)
            {
                var signal = await _signals.NextAsync(bed, ended);
                await socket.SendAsync(signal, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
        }
    }
}

public static class BedModule
{
    public static IServiceCollection AddBeds(this IServiceCollection services) => services.AddSingleton<BedEndpoint>();

    public static void MapBeds(this WebApplication app)
    {
        var endpoint = app.Services.GetRequiredService<BedEndpoint>();
        app.MapGet("/beds/{bed}", (HttpContext context, string bed) => endpoint.ServeAsync(context, bed)); //! HAZARD bed SHUT403
    }
}

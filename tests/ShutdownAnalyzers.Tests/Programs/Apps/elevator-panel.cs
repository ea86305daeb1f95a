using System.Net.WebSockets;

namespace Buildings.Elevators;

public abstract class SocketEndpoint(IHostApplicationLifetime lifetime)
{
    protected abstract Task OnFrameAsync(WebSocket socket, ReadOnlyMemory<byte> frame);

    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var grace = new CancellationTokenSource();
        using var registration = lifetime.ApplicationStopping.UnsafeRegister(static state => ((Closing)state!).Begin(), new Closing(socket, grace));
        try
        {
            await ReceiveAsync(socket, grace.Token);
        }
        catch (OperationCanceledException) when (grace.IsCancellationRequested)
        {
        }
    }

    private async Task ReceiveAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[512];
        ValueWebSocketReceiveResult frame;
        while ((frame = await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken)).MessageType is not WebSocketMessageType.Close)
            await OnFrameAsync(socket, buffer.AsMemory(0, frame.Count));
    }

    private sealed class Closing(WebSocket socket, CancellationTokenSource grace)
    {
        public void Begin()
        {
            grace.CancelAfter(TimeSpan.FromSeconds(2));
            _ = socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "restart", CancellationToken.None);
        }
    }
}

public interface ICabin
{
    Task CallAsync(int floor);
}

public sealed class ElevatorPanel(ICabin cabin, IHostApplicationLifetime lifetime) : SocketEndpoint(lifetime)
{
    protected override Task OnFrameAsync(WebSocket socket, ReadOnlyMemory<byte> frame) =>
        frame.IsEmpty ? Task.CompletedTask : cabin.CallAsync(frame.Span[0]);
}

public static class ElevatorRoutes
{
    public static IServiceCollection AddElevators(this IServiceCollection services) => services.AddTransient<ElevatorPanel>();

    public static void MapElevators(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/panel", (HttpContext context, ElevatorPanel panel) => panel.InvokeAsync(context));
}

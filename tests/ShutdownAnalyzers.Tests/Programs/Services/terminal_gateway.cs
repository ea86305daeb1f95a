using System.Net.WebSockets;

namespace Edge.Terminals;

public interface ITerminalLine
{
    ValueTask<int> WriteAsync(ReadOnlyMemory<byte> bytes);
    void HangUp();
}

public interface ITerminalPool
{
    ITerminalLine Acquire(string name);
}

public sealed class TerminalGateway : IMiddleware
{
    private readonly ITerminalPool _pool;
    private readonly ILogger<TerminalGateway> _logger;

    public TerminalGateway(ITerminalPool pool, ILogger<TerminalGateway> logger)
    {
        _pool = pool;
        _logger = logger;
    }

    public async Task InvokeAsync(HttpContext context, RequestDelegate next) //! HAZARD socket SHUT403
    {
        if (!context.Request.Path.StartsWithSegments("/terminal", out var rest) || !context.WebSockets.IsWebSocketRequest)
        {
            await next(context);
            return;
        }

        var line = _pool.Acquire(rest.Value!.Trim('/'));
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(); //! HAZARD socket SHUT403
        try
        {
            var bytes = await PumpAsync(socket, line, context.RequestAborted); //! HAZARD socket SHUT403
            _logger.LogInformation("{Line}: {Bytes} bytes", rest, bytes);
        }
        catch (WebSocketException ex)
        {
            _logger.LogDebug(ex, "{Line} broke", rest);
        }
        finally
        {
            line.HangUp();
        }
    }

    private static async Task<long> PumpAsync(WebSocket socket, ITerminalLine line, CancellationToken aborted) //! HAZARD socket SHUT403
    {
        var total = 0L;
        var buffer = new ArraySegment<byte>(new byte[4096]);

        WebSocketReceiveResult result;
        while (!(result = await socket.ReceiveAsync(buffer, aborted)).CloseStatus.HasValue) //! HAZARD socket SHUT403
            total += await line.WriteAsync(buffer.AsMemory(0, result.Count));

        await socket.CloseAsync(result.CloseStatus.Value, result.CloseStatusDescription, aborted);
        return total;
    }
}

public static class TerminalServices
{
    public static IServiceCollection AddTerminals<TPool>(this IServiceCollection services) where TPool : class, ITerminalPool
        => services.AddSingleton<ITerminalPool, TPool>().AddSingleton<TerminalGateway>();
}

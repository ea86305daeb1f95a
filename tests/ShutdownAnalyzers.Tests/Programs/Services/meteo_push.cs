using System.Net.WebSockets;
using System.Text.Json;

namespace Weather.Push;

public sealed record Wind(double Speed, double Direction);

public interface IAnemometer
{
    Wind Current { get; }
}

internal sealed class WindSocket(IAnemometer anemometer, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    public async Task HandleAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await context.Response.WriteAsJsonAsync(anemometer.Current, context.RequestAborted);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var last = (Wind?)null;

        while (socket.State == WebSocketState.Open && !lifetime.ApplicationStopping.IsCancellationRequested)
        {
            var wind = anemometer.Current;
            if (wind != last)
            {
                await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(wind), WebSocketMessageType.Text, true, context.RequestAborted);
                last = wind;
            }

            await Task.Delay(Pace, lifetime.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (socket.State == WebSocketState.Open)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "restarting", limit.Token);
        }
    }
}

public static class WindEndpoint
{
    public static IServiceCollection AddWind<TAnemometer>(this IServiceCollection services) where TAnemometer : class, IAnemometer
        => services.AddSingleton<IAnemometer, TAnemometer>().AddSingleton<WindSocket>();

    public static void MapWind(this WebApplication app)
    {
        app.UseWebSockets();
        app.Map("/wind", (HttpContext context) => context.RequestServices.GetRequiredService<WindSocket>().HandleAsync(context));
    }
}

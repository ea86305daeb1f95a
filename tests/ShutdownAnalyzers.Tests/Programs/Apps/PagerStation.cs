using System.Collections.Concurrent;
using System.Net.WebSockets;

namespace Hospital.Pagers;

public sealed class PagerStation(ILogger<PagerStation> logger) : IHostedService
{
    private readonly ConcurrentDictionary<int, WebSocket> _pagers = new(); //! HAZARD pagers SHUT405 SHUT403

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task AttachAsync(int ward, WebSocket socket) //! HAZARD pagers SHUT405 SHUT403
    {
        _pagers[ward] = socket; //! HAZARD pagers SHUT405
        var buffer = new byte[64];
        try
        {
            while (socket.State is WebSocketState.Open) //! HAZARD pagers SHUT403
                await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None); //! HAZARD pagers SHUT403
        }
        finally
        {
            _pagers.TryRemove(KeyValuePair.Create(ward, socket));
        }
    }

    public ValueTask PageAsync(int ward, ReadOnlyMemory<byte> message) =>
        _pagers.TryGetValue(ward, out var socket)
            ? socket.SendAsync(message, WebSocketMessageType.Binary, true, CancellationToken.None)
            : ValueTask.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken) //! HAZARD pagers SHUT405 SHUT403
    {
        foreach (var (ward, socket) in _pagers)
        {
            try
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "station restarts", cancellationToken); //! HAZARD pagers SHUT405 SHUT403
            }
            catch (Exception ex)
            {
                logger.LogDebug(ex, "Ward {Ward} is gone", ward);
            }
        }
    }
}

public static class Program
{
    public static async Task Main(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<PagerStation>(); //! HAZARD pagers SHUT405
        builder.Services.AddHostedService(sp => sp.GetRequiredService<PagerStation>()); //! HAZARD pagers SHUT405
        var app = builder.Build();

        app.UseWebSockets();
        app.MapGet("/wards/{ward:int}/pager", async (int ward, HttpContext context, PagerStation station) => //! HAZARD pagers SHUT405 SHUT403
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(); //! HAZARD pagers SHUT405 SHUT403
            await station.AttachAsync(ward, socket); //! HAZARD pagers SHUT405 SHUT403
        });

        await app.RunAsync();
    }
}

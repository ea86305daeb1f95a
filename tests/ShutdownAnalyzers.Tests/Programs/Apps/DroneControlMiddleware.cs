using System;
using System.Net.WebSockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Drones.Control
{
    public interface IFlightComputer
    {
        Task<string> ExecuteAsync(string command);
    }

    public class DroneControlMiddleware
    {
        private readonly RequestDelegate _next;
        private readonly ILogger<DroneControlMiddleware> _logger;

        public DroneControlMiddleware(RequestDelegate next, ILogger<DroneControlMiddleware> logger)
        {
            _next = next;
            _logger = logger;
        }

        public async Task Invoke(HttpContext context, IFlightComputer computer) //! HAZARD pilot SHUT403
        {
            if (!context.Request.Path.StartsWithSegments("/pilot") || !context.WebSockets.IsWebSocketRequest)
            {
                await _next(context);
                return;
            }

            using (var socket = await context.WebSockets.AcceptWebSocketAsync()) //! HAZARD pilot SHUT403
            {
                _logger.LogInformation("Pilot connected from {Address}", context.Connection.RemoteIpAddress);
                await ObeyAsync(socket, computer); //! HAZARD pilot SHUT403
            }
        }

        private static async Task ObeyAsync(WebSocket socket, IFlightComputer computer) //! HAZARD pilot SHUT403
        {
            var buffer = new byte[1024];
            var result = await socket.ReceiveAsync(new ArraySegment<byte>(buffer), CancellationToken.None); //! HAZARD pilot SHUT403

            while (!result.CloseStatus.HasValue) //! HAZARD pilot SHUT403
            {
                var answer = await computer.ExecuteAsync(Encoding.UTF8.GetString(buffer, 0, result.Count));
                await socket.SendAsync(Encoding.UTF8.GetBytes(answer), WebSocketMessageType.Text, true, CancellationToken.None);
                result = await socket.ReceiveAsync(new ArraySegment<byte>(buffer), CancellationToken.None); //! HAZARD pilot SHUT403
            }

            await socket.CloseAsync(result.CloseStatus.Value, result.CloseStatusDescription, CancellationToken.None);
        }
    }

    public static class DroneControlExtensions
    {
        public static IApplicationBuilder UseDroneControl(this IApplicationBuilder app)
        {
            return app.UseWebSockets().UseMiddleware<DroneControlMiddleware>(); //! HAZARD pilot SHUT403
        }
    }
}

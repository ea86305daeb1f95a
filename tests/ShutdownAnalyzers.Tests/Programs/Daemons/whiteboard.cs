using System.Buffers;
using System.Net.WebSockets;
using System.Threading.Channels;
using Whiteboard;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<Canvas>();
builder.Services.AddSingleton(_ => Channel.CreateBounded<Stroke>(512));
builder.Services.AddHostedService<StrokeArchive>();

var app = builder.Build();
app.UseWebSockets();
app.MapGet("/board/strokes", (Canvas canvas) => canvas.Count);
app.Map("/board", BoardEndpoint.DrawAsync); //! HAZARD draw SHUT403
await app.RunAsync();

namespace Whiteboard
{
    internal sealed record Stroke(byte[] Points);

    internal sealed class Canvas
    {
        private int _count;

        public int Count => _count;

        public int Add() => Interlocked.Increment(ref _count);
    }

    internal static class BoardEndpoint
    {
        public static async Task DrawAsync(HttpContext context, Canvas canvas, Channel<Stroke> archive) //! HAZARD draw SHUT403
        {
            if (!context.WebSockets.IsWebSocketRequest)
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                return;
            }

            using var socket = await context.WebSockets.AcceptWebSocketAsync(); //! HAZARD draw SHUT403
            var pen = new Pen(socket, 16 * 1024);
            while (await pen.NextAsync(context.RequestAborted) is { } stroke) //! HAZARD draw SHUT403
            {
                canvas.Add();
                archive.Writer.TryWrite(stroke);
            }

            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        }
    }

    internal sealed class Pen(WebSocket socket, int size)
    {
        public async Task<Stroke?> NextAsync(CancellationToken ct)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(size);
            try
            {
                var result = await socket.ReceiveAsync(new ArraySegment<byte>(buffer), ct); //! HAZARD draw SHUT403
                return result.MessageType == WebSocketMessageType.Close ? null : new Stroke(buffer[..result.Count]);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    internal sealed class StrokeArchive(Channel<Stroke> channel) : BackgroundService
    {
        private readonly FileStream _file = new("strokes.bin", FileMode.Append);
        private long _written;

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using var registration = stoppingToken.Register(Seal); //! HAZARD callback SHUT211
            await foreach (var stroke in channel.Reader.ReadAllAsync(CancellationToken.None))
            {
                await _file.WriteAsync(stroke.Points, CancellationToken.None);
                _written += stroke.Points.Length;
            }

            await _file.FlushAsync(CancellationToken.None);
        }

        public override void Dispose()
        {
            _file.Dispose();
            base.Dispose();
        }

        private void Seal()
        {
            channel.Writer.TryComplete();
            if (channel.Reader.Count > 0)
                throw new InvalidOperationException($"{channel.Reader.Count} strokes wait behind {_written} bytes."); //! HAZARD callback SHUT211
        }
    }
}

using System.Buffers;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Mvc;

namespace Trains.Terminals;

public interface ITerminal
{
    Task KeyAsync(ReadOnlyMemory<byte> keys);
    string Screen { get; }
}

public sealed class TerminalController(ITerminal terminal) : ControllerBase
{
    [Route("/terminal")]
    public async Task Get() //! HAZARD terminal SHUT403
    {
        if (HttpContext.WebSockets.IsWebSocketRequest is false)
        {
            Response.StatusCode = 400;
            return;
        }

        using var socket = await HttpContext.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = TimeSpan.FromSeconds(30) }); //! HAZARD terminal SHUT403
        await new Pump(socket, terminal).RunAsync(HttpContext.RequestAborted); //! HAZARD terminal SHUT403
    }

    private readonly struct Pump(WebSocket socket, ITerminal terminal)
    {
        public async Task RunAsync(CancellationToken aborted) //! HAZARD terminal SHUT403
        {
            var buffer = ArrayPool<byte>.Shared.Rent(512);
            try
            {
                ValueWebSocketReceiveResult received;
                do //! HAZARD terminal SHUT403
                {
                    received = await socket.ReceiveAsync(buffer.AsMemory(), aborted); //! HAZARD terminal SHUT403
                    await terminal.KeyAsync(buffer.AsMemory(0, received.Count));
                    await SendScreenAsync(aborted);
                }
                while (received.MessageType != WebSocketMessageType.Close);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        private ValueTask SendScreenAsync(CancellationToken aborted)
        {
            if (socket.State is not WebSocketState.Open) return ValueTask.CompletedTask;
            var screen = System.Text.Encoding.UTF8.GetBytes(terminal.Screen);
            return socket.SendAsync(screen.AsMemory(), WebSocketMessageType.Text, WebSocketMessageFlags.EndOfMessage, aborted);
        }
    }
}

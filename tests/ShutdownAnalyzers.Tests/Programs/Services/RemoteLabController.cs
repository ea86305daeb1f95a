using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Mvc;

namespace University.RemoteLab;

public interface IInstrument
{
    string Name { get; }
    Task<string> AskAsync(string command, CancellationToken ct);
}

public interface IInstruments
{
    IInstrument? Find(string name);
}

public abstract class SocketController(ILogger logger) : ControllerBase
{
    protected async Task TalkAsync(Func<string, Task<string>> answer) //! HAZARD talk SHUT403
    {
        using var socket = await HttpContext.WebSockets.AcceptWebSocketAsync(); //! HAZARD talk SHUT403
        var buffer = ArrayPool<byte>.Shared.Rent(2048);
        try
        {
            await TalkAsync(socket, buffer, answer); //! HAZARD talk SHUT403
        }
        catch (WebSocketException ex) when (ex.WebSocketErrorCode == WebSocketError.ConnectionClosedPrematurely)
        {
            logger.LogDebug("{Connection} hung up", HttpContext.Connection.Id);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task TalkAsync(WebSocket socket, byte[] buffer, Func<string, Task<string>> answer) //! HAZARD talk SHUT403
    {
    next:
        var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None); //! HAZARD talk SHUT403
        if (received.MessageType == WebSocketMessageType.Close)
        {
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None);
            return;
        }

        var reply = await answer(Encoding.UTF8.GetString(buffer, 0, received.Count));
        await socket.SendAsync(Encoding.UTF8.GetBytes(reply), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        goto next; //! HAZARD talk SHUT403
    }
}

[Route("lab")]
public sealed class RemoteLabController(IInstruments instruments, ILogger<RemoteLabController> logger) : SocketController(logger)
{
    [HttpGet("{name}")]
    public IActionResult Get(string name) => instruments.Find(name) is { } instrument ? Ok(instrument.Name) : NotFound();

    [Route("{name}/socket")]
    public async Task Connect(string name) //! HAZARD talk SHUT403
    {
        if (!HttpContext.WebSockets.IsWebSocketRequest || instruments.Find(name) is not { } instrument)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await TalkAsync(command => instrument.AskAsync(command, HttpContext.RequestAborted)); //! HAZARD talk SHUT403
    }
}

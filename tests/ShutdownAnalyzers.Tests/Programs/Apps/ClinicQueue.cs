using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;

namespace Clinic.Queueing;

public interface IClinic
{
    ValueTask<int> WaitingAsync(string room);
}

public sealed class QueueHub(IClinic clinic) : Hub
{
    public async Task Follow(string room)
    {
        var last = -1;
        while (!Context.ConnectionAborted.IsCancellationRequested)
        {
            var waiting = await clinic.WaitingAsync(room);
            if (waiting != last) await Clients.Caller.SendAsync("waiting", last = waiting, Context.ConnectionAborted);
            await Task.Delay(TimeSpan.FromSeconds(5), Context.ConnectionAborted);
        }
    }
}

[ApiController]
[Route("rooms/{room}")]
public sealed class RoomsController(IClinic clinic, IHostApplicationLifetime lifetime) : ControllerBase
{
    [HttpGet("free")]
    public async Task<IActionResult> WaitUntilFree(string room)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(HttpContext.RequestAborted, lifetime.ApplicationStopping);
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1));

        try
        {
            do
            {
                if (await clinic.WaitingAsync(room) == 0) return Ok();
            }
            while (await pace.WaitForNextTickAsync(ended.Token));
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
        }

        Response.Headers.RetryAfter = "1";
        return StatusCode(StatusCodes.Status503ServiceUnavailable);
    }

    [HttpGet("line")]
    public async Task<ActionResult<List<string>>> Line(string room)
    {
        var names = new List<string>();
        var left = await clinic.WaitingAsync(room);
        while (left > 0)
        {
            names.Add($"patient {left}");
            left--;
        }

        return names;
    }
}

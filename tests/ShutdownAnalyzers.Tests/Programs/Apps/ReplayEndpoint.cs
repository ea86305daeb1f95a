using Microsoft.AspNetCore.Mvc;

namespace Broadcast.Replay;

internal sealed class RequestWindow : IDisposable
{
    private readonly CancellationTokenSource _source;

    private RequestWindow(CancellationTokenSource source) => _source = source;

    public CancellationToken Token => _source.Token;

    public bool Closed => _source.IsCancellationRequested;

    public static RequestWindow Open(HttpContext context)
    {
        var lifetime = context.RequestServices.GetRequiredService<IHostApplicationLifetime>();
        return new RequestWindow(CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping));
    }

    public void Dispose() => _source.Dispose();
}

public interface IReplayBuffer
{
    ValueTask<string?> NextAsync(CancellationToken cancellationToken);
}

[ApiController]
[Route("replay")]
public sealed class ReplayController(IReplayBuffer buffer) : ControllerBase
{
    private RequestWindow OpenWindow()
    {
        var window = RequestWindow.Open(HttpContext);
        HttpContext.Response.RegisterForDispose(window);
        return window;
    }

    [HttpGet("next")]
    public async Task<ActionResult<string>> Next()
    {
        var window = OpenWindow();
        try
        {
            return await buffer.NextAsync(window.Token) is { } frame ? frame : NoContent();
        }
        catch (OperationCanceledException) when (window.Closed)
        {
            return StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    [HttpGet("recent")]
    public async Task<IActionResult> Recent(int count = 20)
    {
        using var window = RequestWindow.Open(HttpContext);
        var frames = new List<string>(count);
        while (frames.Count < count && !window.Closed && await buffer.NextAsync(HttpContext.RequestAborted) is { } frame)
            frames.Add(frame);

        return Ok(frames);
    }
}

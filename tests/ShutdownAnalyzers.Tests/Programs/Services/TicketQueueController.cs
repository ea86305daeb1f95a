using Microsoft.AspNetCore.Mvc;

namespace Office.Tickets;

public interface ITicketCalls
{
    int? CalledAt(int ticket);
    Task WaitForCallAsync(CancellationToken ct);
}

public abstract class LongPollController : ControllerBase
{
    private readonly CancellationToken _stopping;

    protected LongPollController(IHostApplicationLifetime lifetime) => _stopping = lifetime.ApplicationStopping;

    protected async Task<IActionResult> PollAsync<T>(Func<T?> read, Func<CancellationToken, Task> changed) where T : struct
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(HttpContext.RequestAborted, _stopping);
        end.CancelAfter(TimeSpan.FromMinutes(1));
        try
        {
            T? value;
            while ((value = read()) is null)
                await changed(end.Token);
            return Ok(value);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return _stopping.IsCancellationRequested ? StatusCode(StatusCodes.Status503ServiceUnavailable) : NoContent();
        }
    }
}

[ApiController]
[Route("tickets")]
public sealed class TicketQueueController(ITicketCalls calls, IHostApplicationLifetime lifetime, ILogger<TicketQueueController> logger) : LongPollController(lifetime)
{
    [HttpGet("{ticket:int}")]
    public Task<IActionResult> Get(int ticket)
    {
        logger.LogTrace("Ticket {Ticket} waits", ticket);
        return PollAsync(() => calls.CalledAt(ticket), calls.WaitForCallAsync);
    }

    [HttpGet("{ticket:int}/now")]
    public ActionResult<int> Now(int ticket) => calls.CalledAt(ticket) is { } counter ? counter : NotFound();
}

public sealed class TicketCalls : ITicketCalls
{
    private readonly Lock _sync = new();
    private readonly Dictionary<int, int> _called = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Call(int ticket, int counter)
    {
        TaskCompletionSource next;
        lock (_sync)
        {
            _called[ticket] = counter;
            next = _next;
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        next.TrySetResult();
    }

    public int? CalledAt(int ticket)
    {
        lock (_sync) return _called.TryGetValue(ticket, out var counter) ? counter : null;
    }

    public Task WaitForCallAsync(CancellationToken ct)
    {
        lock (_sync) return _next.Task.WaitAsync(ct);
    }
}

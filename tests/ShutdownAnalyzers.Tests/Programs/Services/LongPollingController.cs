using Microsoft.AspNetCore.Mvc;

namespace Kitchen.Tickets;

public sealed record Ticket(long Number, string Dish);

public interface ITicketRail
{
    Task<Ticket> NextAsync(long after, CancellationToken ct);
    IReadOnlyList<Ticket> Open { get; }
}

[ApiController]
[Route("api/tickets")]
public sealed class TicketsController : ControllerBase
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private readonly ITicketRail _rail;
    private readonly IHostApplicationLifetime _lifetime;

    public TicketsController(ITicketRail rail, IHostApplicationLifetime lifetime)
    {
        _rail = rail;
        _lifetime = lifetime;
    }

    [HttpGet]
    public IEnumerable<Ticket> Get() => _rail.Open;

    [HttpGet("next")]
    public async Task<IActionResult> NextAsync([FromQuery] long after, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _lifetime.ApplicationStopping);
        limit.CancelAfter(Longest);
        try
        {
            return Ok(await _rail.NextAsync(after, limit.Token));
        }
        catch (OperationCanceledException) when (_lifetime.ApplicationStopping.IsCancellationRequested)
        {
            Response.Headers.RetryAfter = "5";
            return StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return NoContent();
        }
    }

    [HttpGet("warm")]
    public async Task<IActionResult> WarmAsync(CancellationToken cancellationToken)
    {
        // ten tries, never longer than two seconds together
        for (var i = 0; i < 10; i++)
        {
            if (_rail.Open.Count > 0)
                return Ok(_rail.Open.Count);

            await Task.Delay(200, cancellationToken);
        }

        return NotFound();
    }
}

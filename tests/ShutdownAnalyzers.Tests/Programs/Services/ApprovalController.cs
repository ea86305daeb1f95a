using System.Collections.Concurrent;
using Microsoft.AspNetCore.Mvc;

namespace Office.Approvals;

public sealed record Decision(bool Approved, string By);

public sealed class ApprovalDesk
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource<Decision>> _open = new();

    public Task<Decision> DecisionAsync(int request)
        => _open.GetOrAdd(request, _ => new TaskCompletionSource<Decision>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public bool Decide(int request, Decision decision)
        => _open.TryRemove(request, out var waiting) && waiting.TrySetResult(decision);

    public int Count => _open.Count;
}

[ApiController]
[Route("approvals")]
public class ApprovalController : ControllerBase
{
    private readonly ApprovalDesk _desk;

    public ApprovalController(ApprovalDesk desk) => _desk = desk;

    [HttpGet("open")]
    public int Open() => _desk.Count;

    [HttpPost("{id:int}")]
    public IActionResult Decide(int id, Decision decision)
        => _desk.Decide(id, decision) ? NoContent() : NotFound();

    [HttpGet("{id:int}")]
    public async Task<ActionResult<Decision>> Wait(int id, CancellationToken cancellationToken) //! HAZARD wait SHUT401
    {
        try
        {
            return await _desk.DecisionAsync(id).WaitAsync(cancellationToken); //! HAZARD wait SHUT401
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return StatusCode(StatusCodes.Status499ClientClosedRequest);
        }
    }
}

public static class ApprovalServices
{
    public static IServiceCollection AddApprovals(this IServiceCollection services)
    {
        services.AddSingleton<ApprovalDesk>();
        services.AddControllers().AddApplicationPart(typeof(ApprovalController).Assembly);
        return services;
    }
}

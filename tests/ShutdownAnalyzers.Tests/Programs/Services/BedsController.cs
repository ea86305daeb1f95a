using Microsoft.AspNetCore.Mvc;

namespace Hospital.Beds;

public interface IBedPlan
{
    int Version { get; }
    IReadOnlyList<string> Free { get; }
}

public abstract class LongPollController : ControllerBase
{
    protected async Task WaitUntilAsync(Func<bool> condition) //! HAZARD poll SHUT401
    {
        var gone = HttpContext.RequestAborted; //! HAZARD poll SHUT401
        while (!condition()) //! HAZARD poll SHUT401
            await Task.Delay(TimeSpan.FromMilliseconds(400), gone); //! HAZARD poll SHUT401
    }
}

[ApiController]
[Route("beds")]
public sealed class BedsController : LongPollController
{
    private readonly IBedPlan _plan;

    public BedsController(IBedPlan plan) => _plan = plan;

    [HttpGet]
    public ActionResult<IReadOnlyList<string>> Get() => Ok(_plan.Free);

    [HttpGet("after/{version:int}")]
    public async Task<ActionResult<IReadOnlyList<string>>> After(int version) //! HAZARD poll SHUT401
    {
        await WaitUntilAsync(() => _plan.Version > version); //! HAZARD poll SHUT401
        Response.Headers.ETag = $"\"{_plan.Version}\"";
        return Ok(_plan.Free);
    }
}

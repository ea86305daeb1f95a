using Microsoft.AspNetCore.Mvc;

namespace Bakery.Ovens;

public abstract class BakeryController : ControllerBase
{
    protected CancellationToken Gone => HttpContext.RequestAborted;

    protected Task RestAsync(int seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), Gone); //! HAZARD ready SHUT401
}

public interface IOvenRack
{
    Task<IReadOnlyList<string>> FinishedAsync(int oven, CancellationToken cancellationToken);
}

[ApiController]
[Route("ovens/{oven:int}")]
public sealed class OvenQueueController(IOvenRack rack, ILogger<OvenQueueController> logger) : BakeryController
{
    [HttpGet("finished")]
    public async Task<IReadOnlyList<string>> Finished(int oven) => await rack.FinishedAsync(oven, Gone);

    [HttpGet("ready/{bread}")]
    public async Task<IActionResult> WaitUntilReady(int oven, string bread) //! HAZARD ready SHUT401
    {
        var checks = 0;
        do //! HAZARD ready SHUT401
        {
            var finished = await rack.FinishedAsync(oven, Gone);
            if (finished.Contains(bread, StringComparer.OrdinalIgnoreCase))
            {
                logger.LogDebug("{Bread} was ready after {Checks} checks", bread, checks);
                return Ok(new { bread, checks });
            }

            checks++;
            await RestAsync(2); //! HAZARD ready SHUT401
        }
        while (!Gone.IsCancellationRequested); //! HAZARD ready SHUT401

        return NoContent();
    }
}

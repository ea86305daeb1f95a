using Microsoft.AspNetCore.Mvc;

namespace Vineyard.Api;

[ApiController]
public abstract class StoppableController(IHostApplicationLifetime lifetime) : ControllerBase
{
    protected IHostApplicationLifetime Lifetime => lifetime;

    protected CancellationToken RequestOrHost
    {
        get
        {
            if (field == default)
                field = CancellationTokenSource.CreateLinkedTokenSource(HttpContext.RequestAborted, lifetime.ApplicationStopping).Token; //! HAZARD linked SHUT304

            return field;
        }
    }
}

public interface ISensorGrid
{
    Task<double> HumidityAsync(int row, CancellationToken cancellationToken);
    Task<double> WaitBelowAsync(int row, double limit, CancellationToken cancellationToken);
}

[Route("rows/{row:int}")]
public sealed class RowsController(ISensorGrid grid, IHostApplicationLifetime lifetime) : StoppableController(lifetime)
{
    [HttpGet("humidity")]
    public async Task<double> Humidity(int row, CancellationToken cancellationToken) => await grid.HumidityAsync(row, cancellationToken);

    [HttpGet("dry")]
    public async Task<IActionResult> WaitUntilDry(int row, double limit = 0.2)
    {
        try
        {
            return Ok(await grid.WaitBelowAsync(row, limit, RequestOrHost)); //! HAZARD linked SHUT304
        }
        catch (OperationCanceledException) when (Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}

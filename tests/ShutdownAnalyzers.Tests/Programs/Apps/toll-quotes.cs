using Microsoft.AspNetCore.Mvc;

namespace Freight.Quotes;

public interface IQuoteDesk
{
    Task<decimal?> TryQuoteAsync(string route);
}

internal sealed class Waiter(TimeProvider time)
{
    public async Task<T> UntilAsync<T>(Func<Task<T?>> probe, CancellationToken cancellationToken = default) where T : struct //! HAZARD quote SHUT401
    {
        while (true) //! HAZARD quote SHUT401
        {
            if (await probe() is { } value) return value;
            await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken); //! HAZARD quote SHUT401
        }
    }
}

[ApiController, Route("quotes")]
public sealed class QuotesController : ControllerBase
{
    private readonly IQuoteDesk _desk;
    private readonly Waiter _waiter;

    public QuotesController(IQuoteDesk desk, TimeProvider time) => (_desk, _waiter) = (desk, new Waiter(time));

    [HttpGet("{route}")]
    public async Task<ActionResult<decimal>> Get(string route) =>
        await _desk.TryQuoteAsync(route) is { } price ? price : NotFound();

    [HttpPost("{route}")]
    public async Task<ActionResult<decimal>> Ask(string route) //! HAZARD quote SHUT401
    {
        var price = await _waiter.UntilAsync(() => _desk.TryQuoteAsync(route)); //! HAZARD quote SHUT401
        return CreatedAtAction(nameof(Get), new { route }, price);
    }
}

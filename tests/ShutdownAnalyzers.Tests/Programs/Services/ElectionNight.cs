using Microsoft.AspNetCore.Mvc;

namespace Elections.Night;

public sealed record Tally(int Version, IReadOnlyDictionary<string, int> Votes);

public interface ITallyRoom
{
    Tally Current { get; }
    Task Changed { get; }
    event Action<Tally>? Counted;
}

[ApiController, Route("api/[controller]")]
public class TalliesController(ITallyRoom room, ILogger<TalliesController> logger) : ControllerBase
{
    [HttpGet]
    public ActionResult<Tally> Get() => room.Current;

    [HttpGet("next")]
    public async Task<ActionResult<Tally>> Next([FromQuery] int seen) //! HAZARD poll SHUT401
    {
        while (room.Current.Version <= seen) //! HAZARD poll SHUT401
            await WaitForChangeAsync(); //! HAZARD poll SHUT401

        logger.LogDebug("{Client} goes from {Seen} to {Now}", HttpContext.Connection.RemoteIpAddress, seen, room.Current.Version);
        return room.Current;
    }

    private Task WaitForChangeAsync() => room.Changed.WaitAsync(HttpContext.RequestAborted); //! HAZARD poll SHUT401
}

public static class WinnerEndpoint
{
    public static void MapWinner(this IEndpointRouteBuilder routes) => routes.MapGet("/winner", WinnerAsync); //! HAZARD winner SHUT401

    private static async Task<IResult> WinnerAsync(ITallyRoom room, int majority, CancellationToken ct) //! HAZARD winner SHUT401
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnCounted(Tally tally)
        {
            foreach (var (candidate, votes) in tally.Votes)
                if (votes >= majority)
                    found.TrySetResult(candidate);
        }

        room.Counted += OnCounted;
        try
        {
            OnCounted(room.Current);
            return Results.Text(await found.Task.WaitAsync(ct)); //! HAZARD winner SHUT401
        }
        finally
        {
            room.Counted -= OnCounted;
        }
    }
}

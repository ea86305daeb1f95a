namespace Theatre.Holds;

internal static class Tokens
{
    extension(IHostApplicationLifetime lifetime)
    {
        public CancellationTokenSource LinkTo(CancellationToken other, TimeSpan limit)
        {
            var source = CancellationTokenSource.CreateLinkedTokenSource(other, lifetime.ApplicationStopping);
            source.CancelAfter(limit);
            return source;
        }
    }
}

public interface ISeatPlan
{
    Task<bool> TryHoldAsync(string seat, CancellationToken cancellationToken);
    Task<string> WaitForReleaseAsync(string seat, CancellationToken cancellationToken);
}

public static class TicketHold
{
    public static RouteGroupBuilder MapHolds(this RouteGroupBuilder group)
    {
        group.MapPost("/{seat}", HoldAsync);
        group.MapGet("/{seat}/release", ReleaseAsync);
        return group;
    }

    private static async Task<IResult> HoldAsync(string seat, ISeatPlan plan, IHostApplicationLifetime lifetime, CancellationToken ct)
    {
        using var hold = lifetime.LinkTo(ct, TimeSpan.FromSeconds(10));
        try
        {
            return await plan.TryHoldAsync(seat, hold.Token) ? Results.Ok() : Results.Conflict();
        }
        catch (OperationCanceledException) when (hold.IsCancellationRequested)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<IResult> ReleaseAsync(string seat, ISeatPlan plan, IHostApplicationLifetime lifetime, HttpContext context)
    {
        CancellationTokenSource? wait = null;
        try
        {
            wait = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
            return Results.Text(await plan.WaitForReleaseAsync(seat, wait.Token));
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
        finally
        {
            wait?.Dispose();
        }
    }
}

using Microsoft.AspNetCore.Mvc;

namespace Airport.Gates;

public interface IGateBoard
{
    string? GateOf(string flight);
    event Action<string>? Changed;
}

public interface IStopSignal
{
    bool Requested { get; }
}

public sealed class HostStop(IHostApplicationLifetime lifetime) : IStopSignal
{
    public bool Requested => lifetime.ApplicationStopping.IsCancellationRequested;
}

internal static class GatePoll
{
    internal static RouteGroupBuilder MapGates(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/flights/{flight}");
        group.MapGet("/gate", PollAsync);
        group.MapGet("/gate/quick", QuickAsync);
        return group;
    }

    private static async Task<IResult> PollAsync(string flight, [FromServices] IGateBoard board, [FromServices] IStopSignal stop, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested && !stop.Requested)
        {
            if (board.GateOf(flight) is { } gate) return Results.Text(gate);
            await Task.Delay(400, ct);
        }

        return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> QuickAsync(string flight, [FromServices] IGateBoard board, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(TimeSpan.FromSeconds(5));

        while (!deadline.IsCancellationRequested)
        {
            if (board.GateOf(flight) is { } gate) return Results.Text(gate);
            await Task.Delay(100, deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return Results.NoContent();
    }
}

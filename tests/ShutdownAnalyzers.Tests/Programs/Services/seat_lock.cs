using System.Collections.Concurrent;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<SeatMap>();
var app = builder.Build();

var seats = app.MapGroup("/seats");
seats.MapPost("/{seat}/hold", Hold); //! HAZARD seat SHUT401
seats.MapDelete("/{seat}/hold", (string seat, SeatMap map) => map.Release(seat) ? Results.NoContent() : Results.NotFound());
app.Run();

static async Task<IResult> Hold(string seat, SeatMap map, CancellationToken cancellationToken) //! HAZARD seat SHUT401
{
    while (!map.TryHold(seat)) //! HAZARD seat SHUT401
        await map.ReleasedAsync(seat, cancellationToken); //! HAZARD seat SHUT401

    return Results.Ok(new { seat, until = DateTimeOffset.UtcNow.AddMinutes(5) });
}

internal sealed class SeatMap
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _held = new();

    public bool TryHold(string seat)
        => _held.TryAdd(seat, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    public bool Release(string seat)
    {
        if (!_held.TryRemove(seat, out var waiters))
            return false;

        waiters.SetResult();
        return true;
    }

    public Task ReleasedAsync(string seat, CancellationToken cancellationToken)
        => _held.TryGetValue(seat, out var waiters) ? waiters.Task.WaitAsync(cancellationToken) : Task.CompletedTask; //! HAZARD seat SHUT401
}

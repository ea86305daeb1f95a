using System.Collections.Concurrent;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<Crossings>();
var app = builder.Build();
var ferries = app.MapGroup("/ferries");

ferries.MapGet("/{id}/seats", (string id, Crossings crossings) => crossings.Free(id));
ferries.MapPost("/{id}/seats", (string id, Crossings crossings) => crossings.TryTake(id) ? Results.Ok() : Results.Conflict());

ferries.MapGet("/{id}/standby", async (string id, Crossings crossings, CancellationToken ct) => //! HAZARD standby SHUT401
{
    while (!ct.IsCancellationRequested) //! HAZARD standby SHUT401
    {
        if (crossings.TryTake(id))
            return Results.Ok(new { id, boarded = true });

        await Task.Delay(1500, ct); //! HAZARD standby SHUT401
    }

    return Results.NoContent();
});

ferries.MapGet("/{id}/departure", async (string id, Crossings crossings, HttpContext http, IHostApplicationLifetime lifetime) =>
{
    var ct = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping).Token; //! HAZARD linked SHUT304
    while (!ct.IsCancellationRequested)
    {
        if (crossings.HasLeft(id))
            return Results.Ok(new { id, left = true });

        await Task.Delay(2000, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
});

ferries.MapGet("/{id}/gate", async (string id, Crossings crossings, HttpContext http, IHostApplicationLifetime lifetime) =>
{
    using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
    for (var attempt = 0; attempt < 600; attempt++)
    {
        if (ended.IsCancellationRequested)
            break;
        if (crossings.Free(id) > 0)
            return Results.Ok(new { id, gate = 2 });

        await Task.Delay(100, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
});

app.Run();

public sealed class Crossings(TimeProvider? clock = null)
{
    private readonly ConcurrentDictionary<string, int> _seats = new();
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    public int Free(string id) => _seats.GetOrAdd(id, 240);

    public bool HasLeft(string id) => Free(id) == 0 || _clock.GetUtcNow().Minute == 0;

    public bool TryTake(string id)
    {
        var free = Free(id);
        return free > 0 && _seats.TryUpdate(id, free - 1, free);
    }
}

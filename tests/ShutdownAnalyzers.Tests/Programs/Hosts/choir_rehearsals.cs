using Microsoft.AspNetCore.Http.HttpResults;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<RehearsalPlan>();
builder.Services.AddSingleton<StopToken>();

var app = builder.Build();
var rehearsals = app.MapGroup("/rehearsals");

rehearsals.MapGet("/", (RehearsalPlan plan) => plan.Current);
rehearsals.MapPut("/", (Rehearsal next, RehearsalPlan plan) => plan.Change(next));
rehearsals.MapGet("/next", Endpoints.NextChangeAsync);

app.Run();

internal sealed record Rehearsal(string Piece, DateTimeOffset At, string Hall);

internal sealed class RehearsalPlan
{
    private TaskCompletionSource<Rehearsal> _change = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Rehearsal? Current { get; private set; }

    public Task<Rehearsal> NextChange => Volatile.Read(ref _change).Task;

    public void Change(Rehearsal next)
    {
        Current = next;
        Interlocked
            .Exchange(ref _change, new(TaskCreationOptions.RunContinuationsAsynchronously))
            .TrySetResult(next);
    }
}

internal sealed class StopToken(IHostApplicationLifetime lifetime)
{
    public Either With(CancellationToken request) => new(request, lifetime.ApplicationStopping);

    internal readonly struct Either(CancellationToken request, CancellationToken stopping) : IDisposable
    {
        private readonly CancellationTokenSource _source = CancellationTokenSource.CreateLinkedTokenSource(request, stopping);

        public CancellationToken Token => _source.Token;

        public bool HostStops => stopping.IsCancellationRequested;

        public void Dispose() => _source.Dispose();
    }
}

internal static class Endpoints
{
    public static async Task<Results<Ok<Rehearsal>, StatusCodeHttpResult>> NextChangeAsync(
        RehearsalPlan plan,
        StopToken stop,
        string? hall,
        CancellationToken cancellationToken)
    {
        using var either = stop.With(cancellationToken);
        try
        {
            while (true)
            {
                var change = await plan.NextChange.WaitAsync(either.Token);
                if (hall is null || change.Hall == hall)
                    return TypedResults.Ok(change);
            }
        }
        catch (OperationCanceledException) when (either.HostStops)
        {
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}

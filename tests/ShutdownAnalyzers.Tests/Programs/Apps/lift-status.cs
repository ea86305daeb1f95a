var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<LiftBoard>();

var app = builder.Build();
var lifts = app.MapGroup("/lifts");
lifts.MapGet("/", (LiftBoard board) => board.Current);
lifts.MapPut("/{name}", (string name, bool open, LiftBoard board) => board.Set(name, open));
lifts.MapGet("/changes", Changes); //! HAZARD changes SHUT401
app.Run();

static async Task<LiftState> Changes(int? since, LiftBoard board, CancellationToken cancellationToken) => //! HAZARD changes SHUT401
    await board.AfterAsync(since ?? 0, cancellationToken); //! HAZARD changes SHUT401

internal sealed record LiftState(int Version, string Name, bool Open);

internal sealed class LiftBoard
{
    private readonly object _gate = new();
    private TaskCompletionSource<LiftState> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LiftState Current { get; private set; } = new(0, "all", false);

    public void Set(string name, bool open)
    {
        lock (_gate)
        {
            Current = new LiftState(Current.Version + 1, name, open);
            _next.TrySetResult(Current);
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public async Task<LiftState> AfterAsync(int version, CancellationToken aborted) //! HAZARD changes SHUT401
    {
        Task<LiftState> next;
        lock (_gate)
        {
            if (Current.Version > version) return Current;
            next = _next.Task;
        }

        return await next.WaitAsync(aborted); //! HAZARD changes SHUT401
    }
}

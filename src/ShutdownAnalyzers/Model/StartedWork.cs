namespace ShutdownAnalyzers.Model;

/// <summary>What goes on by itself once it is started.</summary>
internal enum WorkKind
{
    /// <summary>A task that nobody waits for on the spot.</summary>
    Task,

    /// <summary>A thread.</summary>
    Thread,

    /// <summary>A timer that calls back.</summary>
    Timer,

    /// <summary>A handler of an event, or of what was subscribed to.</summary>
    Handler,
}

/// <summary>Work that goes on when the function that started it has returned.</summary>
/// <param name="Step">The expression that starts it: the call, the creation, the subscription.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Code">What it runs, as far as it can be seen, and its operands.</param>
internal sealed record StartedWork(Step Step, WorkKind Kind, ImmutableArray<Step> Code)
{
    public IOperation Site => Step.Operation;
}

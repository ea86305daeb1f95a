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

    /// <summary>An object that starts and stops: a timer that is started, a server, a client.</summary>
    Object,
}

/// <summary>Work that goes on when the function that started it has returned.</summary>
/// <param name="Step">The expression that starts it: the call, the creation, the subscription.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Code">What it runs, as far as it can be seen, and its operands.</param>
internal sealed record StartedWork(Step Step, WorkKind Kind, ImmutableArray<Step> Code)
{
    public IOperation Site => Step.Operation;

    /// <summary>It is meant to run as long as the service does.</summary>
    public bool IsOpenEnded(ShutdownModel model) => OpenEndedLoops(model).Any() || Code.Any(it => WaitsForEver(it.Operation, model));

    /// <summary>Its loops have a way out for one who wakes it: a condition, a break, a wait that throws.</summary>
    public bool CanLeave(ShutdownModel model) => OpenEndedLoops(model).ToList() is var loops
        && (loops.Count == 0 || loops.Any(loop => model.WaysOut.Of(loop) is not { Kind: LoopEnd.Endless, Exits.IsEmpty: true }));

    /// <summary>The field or property that it is kept in.</summary>
    public ISymbol? HolderIn(ShutdownModel model) => model.Uses.Of(Site).Holders.FirstOrDefault(static it => it is IFieldSymbol or IPropertySymbol);

    private IEnumerable<ILoopOperation> OpenEndedLoops(ShutdownModel model)
        => Code.Select(static it => it.Operation).OfType<ILoopOperation>().Where(it => Model.OpenEndedLoops.Contains(it, model) || IsStream(it));

    // A stream that somebody else writes to has no end of its own.
    private static bool IsStream(ILoopOperation loop)
        => loop is IForEachLoopOperation { IsAsynchronous: true, Collection: var collection } && collection.Bare() is IInvocationOperation { TargetMethod.IsAbstract: true };

    private static bool WaitsForEver(IOperation operation, ShutdownModel model)
        => operation is IInvocationOperation call && model.Waits.IsSleep(call) && Durations.Of(model.Waits.TimeOf(call), model) == Timeout.InfiniteTimeSpan;
}

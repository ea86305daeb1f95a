namespace ShutdownAnalyzers.HostedServices;

/// <summary>Started work that somebody has to end.</summary>
internal static class LastingWork
{
    private static readonly string[] Transfers = ["Post", "Put", "Patch", "Delete", "Send", "Write", "Append", "Copy", "Flush", "Save", "Set", "Execute"];

    /// <summary>It is meant to run until the service stops, and has something to lose when it is cut off.</summary>
    public static bool IsOne(StartedWork work, ShutdownModel model) => work.Kind switch
    {
        // A thread is told of where it is made, not a second time where it is started.
        WorkKind.Task => work.IsOpenEnded(model),
        WorkKind.Thread => work.Site is IObjectCreationOperation && work.IsOpenEnded(model),
        WorkKind.Timer => IsPeriodic(work.Site, model),
        WorkKind.Handler => DoesWork(work, model),
        WorkKind.Object => true,
        _ => false,
    };

    /// <summary>What a message calls it.</summary>
    public static string Name(StartedWork work, ShutdownModel model) => work.Kind switch
    {
        WorkKind.Thread => "a thread",
        WorkKind.Timer => "a timer",
        WorkKind.Handler => "a subscription",
        WorkKind.Object => $"'{StartedObjects.Of((IInvocationOperation)work.Site, work.Step.Frame, model)!.Name}'",
        _ => "a task",
    };

    // A handler that only notes or logs what happened has nothing to lose.
    private static bool DoesWork(StartedWork work, ShutdownModel model) => work.Code.Any(it => it.Operation switch
    {
        IMethodReferenceOperation { Method: { IsAbstract: true } handler } => model.Bodies.Of(handler) is null && !model.Frameworks.Contains(handler.ContainingAssembly),
        _ when !it.IsDetached => false,
        IInvocationOperation { TargetMethod: var method } => model.Bodies.Of(method) is null && method.MethodKind != MethodKind.DelegateInvoke && !model.Frameworks.Contains(method.ContainingAssembly),
        IAwaitOperation { Operation: var awaited } => IsTransfer(awaited.Bare(), model),
        _ => false,
    });

    // The handler waits until the framework has sent or written something: a request, a file, a statement. What is only read nobody
    // misses, what goes into a queue or to the console is a note.
    private static bool IsTransfer(IOperation? awaited, ShutdownModel model)
    {
        while (awaited is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "WaitAsync" or "AsTask" } wrapper && wrapper.Receiver() is { } inner)
        {
            awaited = inner.Bare();
        }

        return awaited is IInvocationOperation { TargetMethod: var method } call
            && model.Frameworks.Contains(method.ContainingAssembly)
            && !method.ContainingNamespace.ToDisplayString().StartsWith("System.Threading", StringComparison.Ordinal)
            && Transfers.Any(it => method.Name.StartsWith(it, StringComparison.Ordinal))
            && !(call.Receiver().Bare() is IPropertyReferenceOperation { Property.ContainingType: var owner } && owner.IsA(model.Types["System.Console"]));
    }

    private static bool IsPeriodic(IOperation timer, ShutdownModel model)
    {
        var arguments = timer switch
        {
            IObjectCreationOperation creation => creation.Arguments,
            IInvocationOperation call => call.Arguments,
            _ => [],
        };
        return arguments.FirstOrDefault(static it => it.Parameter?.Name == "period") is not { } period
            || Durations.Of(period.Value, model) != Timeout.InfiniteTimeSpan;
    }
}

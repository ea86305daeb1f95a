namespace ShutdownAnalyzers.HostedServices;

/// <summary>What a worker does before its first await.</summary>
internal static class SynchronousPrefix
{
    // Locks and tasks are waited for as a rule for a moment.
    private static readonly string[] Short = ["System.Threading.SemaphoreSlim", "System.Threading.Tasks.Task", "System.Diagnostics.Process"];

    /// <summary>Before its first await the function loops until it is told to stop, or waits for what need not come.</summary>
    public static bool IsEndless(IMethodSymbol execute, ShutdownModel model)
    {
        var steps = model.Steps.Of(execute);
        var elsewhere = new HashSet<int>(steps
            .Select(static (step, index) => (step, index))
            .Where(it => it.step.Operation is IInvocationOperation call && model.Handovers.Starts(call.TargetMethod))
            .SelectMany(static it => Enumerable.Range(it.step.First, it.index - it.step.First)));
        return steps
            .Where((step, index) => !step.IsDetached && !elsewhere.Contains(index))
            .Select(static it => it.Operation)
            .TakeWhile(static it => !IsAwait(it))
            .Any(it => IsEndless(it, model));
    }

    private static bool IsAwait(IOperation operation)
        => operation is IAwaitOperation or IForEachLoopOperation { IsAsynchronous: true } or IUsingOperation { IsAsynchronous: true } or IUsingDeclarationOperation { IsAsynchronous: true };

    private static bool IsEndless(IOperation operation, ShutdownModel model) => operation switch
    {
        IForEachLoopOperation each => OpenEndedLoops.Contains(each, model),
        ILoopOperation loop => LoopConditions.Read(model, loop).Kind is LoopEnd.Endless or LoopEnd.AsksToken && WaysOut.Exits(loop).IsEmpty,
        IInvocationOperation call => WaitsForInput(call, model),
        _ => false,
    };

    private static bool WaitsForInput(IInvocationOperation call, ShutdownModel model)
        => !Consumption.IsDeferred(call.Type, model.Types)
        && (model.Waits.IsSleep(call) ? Durations.Of(model.Waits.TimeOf(call), model) == Timeout.InfiniteTimeSpan : model.Waits.TimeOf(call) is null)
        && (model.Waits.Contains(call) || model.DeafWaits.Contains(call))
        && !Short.Any(it => call.TargetMethod.ContainingType.IsA(model.Types[it]))
        && call.BareParent() is not IForEachLoopOperation;
}

namespace ShutdownAnalyzers.HostedServices;

/// <summary>How the code of a worker uses a field of its type.</summary>
internal static class WorkerUse
{
    private static readonly string[] Receiving =
        ["Receive", "Read", "Accept", "Get", "Wait", "Next", "Consume", "Take", "Fetch", "Poll", "Listen", "Dequeue", "Peek", "Subscribe", "Watch", "Await"];

    /// <summary>
    /// The worker calls the field's methods in its loop, or when that has ended, and its release is not what ends the loop: a
    /// call that waits for input without a token can only be ended by closing what it reads from.
    /// </summary>
    public static bool Needs(ImmutableArray<Step> work, IFieldSymbol field, ShutdownModel model)
    {
        var calls = work.Where(it => IsInLoop(it) || IsLast(it, model)).Select(static it => it.Operation).OfType<IInvocationOperation>()
            .Where(it => IsOn(it.Instance, field, model) && !it.TargetMethod.IsRelease()).ToImmutableArray();
        return !calls.IsEmpty && !calls.Any(it => MayOnlyEndByRelease(it, model));
    }

    private static bool IsInLoop(Step step) => Around(step).Any(static it => it is ILoopOperation);

    // In a finally behind what runs or waits until the worker is stopped.
    private static bool IsLast(Step step, ShutdownModel model)
    {
        var around = Around(step).ToList();
        return around.OfType<ITryOperation>().Any(it => it.Finally is { } last && around.Contains(last) && it.Body.OwnDescendantsAndSelf().Any(part => RunsOn(part, model)));
    }

    private static bool RunsOn(IOperation operation, ShutdownModel model) => operation switch
    {
        ILoopOperation loop => OpenEndedLoops.Contains(loop, model),
        IInvocationOperation call => model.Waits.IsSleep(call) && Durations.Of(model.Waits.TimeOf(call), model) == Timeout.InfiniteTimeSpan,
        _ => false,
    };

    private static IEnumerable<IOperation> Around(Step step) => step.Operation.Ancestors().Concat(step.Outer.Ancestors());

    // _x.M(), or M() of what a getter of the type makes of it.
    private static bool IsOn(IOperation? instance, IFieldSymbol field, ShutdownModel model) => instance.Accessed() switch
    {
        IFieldReferenceOperation it => it.Field.OriginalDefinition.Is(field.OriginalDefinition),
        IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Property.GetMethod: { } getter } => model.Bodies.Of(getter) is { } body
            && body.OwnDescendantsAndSelf().OfType<IFieldReferenceOperation>().Any(it => it.Field.OriginalDefinition.Is(field.OriginalDefinition)),
        _ => false,
    };

    private static bool MayOnlyEndByRelease(IInvocationOperation call, ShutdownModel model)
        => (model.Waits.Contains(call) || Receiving.Any(it => call.TargetMethod.Name.StartsWith(it, StringComparison.Ordinal)))
        && !model.Signals.CarriedByArguments(call).HearsStop();
}

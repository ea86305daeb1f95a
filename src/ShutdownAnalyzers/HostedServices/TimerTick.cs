namespace ShutdownAnalyzers.HostedServices;

/// <summary>What a timer's callback does, and whether it has done it when it returns.</summary>
internal sealed class TimerTick
{
    public TimerTick(StartedWork timer, ShutdownModel model)
    {
        var callbacks = timer.Site switch
        {
            IObjectCreationOperation { Arguments: [var first, ..] } => model.Callees.OfDelegate(first.Value),
            IInvocationOperation { Arguments: [var first, ..] } => model.Callees.OfDelegate(first.Value),
            _ => [],
        };
        IsLeftAlone = callbacks.Any(it => IsAsyncVoid(it, model) || Drops(it, model));
        DoesWork = callbacks.Length > 0 && timer.Code.Any(it => it.Operation is IInvocationOperation { TargetMethod: var method }
            && model.Bodies.Of(method) is null && method.MethodKind != MethodKind.DelegateInvoke && !model.Frameworks.Contains(method.ContainingAssembly));
    }

    /// <summary>The tick goes on after it has returned to the timer: not even the timer's own disposal waits for it.</summary>
    public bool IsLeftAlone { get; }

    /// <summary>The tick does more than to note or log something.</summary>
    public bool DoesWork { get; }

    private static bool IsAsyncVoid(IOperation callback, ShutdownModel model)
        => model.Bodies.FunctionOf(callback) is { IsAsync: true, ReturnsVoid: true } && callback.OwnDescendantsAndSelf().Any(it => it is IAwaitOperation { Operation: var awaited } && IsWork(awaited, model));

    // _ => _ = SaveAsync(), _ => SaveAsync()
    private static bool Drops(IOperation callback, ShutdownModel model)
        => callback.OwnDescendantsAndSelf().OfType<IInvocationOperation>().Any(it => model.Types.IsTask(it.Type) && IsWork(it, model) && model.NobodyWaitsFor(it));

    private static bool IsWork(IOperation awaited, ShutdownModel model)
        => !awaited.DescendantsAndSelf().OfType<IInvocationOperation>().Any(model.Waits.IsSleep) && !awaited.DescendantsAndSelf().OfType<IInvocationOperation>().Any(static it => it.TargetMethod.Name == "Yield");
}

namespace ShutdownAnalyzers.Model;

/// <summary>
/// Answers "does this task go on when the function that made it has returned?": nothing there awaits it, waits for it or
/// hands it to the caller. What is handed to code that cannot be seen counts as waited for.
/// </summary>
internal sealed class LeftRunning(ShutdownModel model)
{
    private const int Deepest = 8;

    public bool Is(IOperation task) => !IsWaitedFor(task, task, 0);

    private bool IsWaitedFor(IOperation value, IOperation site, int depth)
        => depth > Deepest || model.Uses.Of(value).All.Any(use => use.Kind switch
        {
            UseKind.Awaited or UseKind.Returned or UseKind.Using => IsHere(use.Operation, site) && !IsOnlyWhenEnded(use.Operation),
            UseKind.Member => IsWait(use.Operation, site, depth),
            UseKind.Passed => IsPassedToWait(use.Operation, site, depth),
            _ => false,
        });

    private bool IsWait(IOperation member, IOperation site, int depth) => member switch
    {
        IPropertyReferenceOperation { Property.Name: "Result" } => IsHere(member, site),
        IInvocationOperation { TargetMethod.Name: "Wait" or "GetAwaiter" } => IsHere(member, site),
        IInvocationOperation call => Consumption.IsDeferred(call.Type, model.Types) && IsWaitedFor(call, site, depth + 1),
        _ => false,
    };

    private bool IsPassedToWait(IOperation passed, IOperation site, int depth) => passed switch
    {
        IForEachLoopOperation => IsHere(passed, site),

        // Out of a lambda that somebody is handed: whether it is waited for shows where that is called.
        IReturnOperation => true,
        IInvocationOperation call when Consumption.IsDeferred(call.Type, model.Types) => IsWaitedFor(call, site, depth + 1),
        IInvocationOperation call => IsHere(call, site) && !IsForgetful(call.TargetMethod),
        _ => false,
    };

    // task.Forget(), task.SafeFireAndForget(): the name says it.
    private static bool IsForgetful(IMethodSymbol method) => method.Name.IndexOf("Forget", StringComparison.Ordinal) >= 0;

    // In the same function, one around it, or another one that only runs while the service starts; and not before.
    private bool IsHere(IOperation wait, IOperation site)
    {
        var function = wait.EnclosingFunction();
        for (var it = site.EnclosingFunction(); ; it = it.Parent.EnclosingFunction())
        {
            if (it.Syntax == function.Syntax)
            {
                return wait.Syntax.Span.End >= site.Syntax.SpanStart || wait.Ancestors().Any(static at => at is ILoopOperation);
            }

            if (it.Parent is null)
            {
                return model.Bodies.FunctionOf(function) is { } other && !(other.IsAsync && other.ReturnsVoid) && model.Contracts.IsStart(other);
            }
        }
    }

    // if (task.IsCompleted) return task; the framework's own template: what has not ended goes on.
    private bool IsOnlyWhenEnded(IOperation wait)
    {
        var value = wait switch
        {
            IReturnOperation { ReturnedValue: { } returned } => returned,
            IAwaitOperation { Operation: { } awaited } => awaited,
            _ => null,
        };
        return (value.Bare() is IConditionalOperation choice && AsksWhetherEnded(choice.Condition))
            || wait.Ancestors().TakeWhile(static it => it is not (IAnonymousFunctionOperation or ILocalFunctionOperation))
                .OfType<IConditionalOperation>().Any(it => AsksWhetherEnded(it.Condition));
    }

    private bool AsksWhetherEnded(IOperation condition) => condition.DescendantsAndSelf().OfType<IPropertyReferenceOperation>()
        .Any(it => it.Property.Name is "IsCompleted" or "IsFaulted" or "IsCanceled" or "IsCompletedSuccessfully" or "Status" && Consumption.IsDeferred(it.Instance?.Type ?? it.Property.ContainingType, model.Types));
}

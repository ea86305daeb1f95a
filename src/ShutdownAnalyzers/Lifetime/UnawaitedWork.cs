namespace ShutdownAnalyzers.Lifetime;

/// <summary>Finds, in code that returns nothing, work that goes on after it has returned.</summary>
internal sealed class UnawaitedWork(ShutdownModel model)
{
    private const int Deepest = 4;

    /// <summary>Running the delegate starts asynchronous work and returns before it is done; nothing that stops the application waits for it.</summary>
    public bool IsLeftBy(IOperation callback) => model.Callees.OfDelegate(callback).Any(it => IsLeftBy(it, 0));

    /// <summary>
    /// The same of a callback that runs when the application has started. A task that is visibly discarded, handed to the pool
    /// or started deeper down is meant to run along with the application; one that is only forgotten is not.
    /// </summary>
    public bool IsForgottenBy(IOperation callback) => model.Callees.OfDelegate(callback).Any(body => IsAsyncVoid(body) || Code(body).OwnDescendantsAndSelf()
        .OfType<IInvocationOperation>()
        .Any(it => it.BareParent() is IExpressionStatementOperation && !model.Handovers.Starts(it.TargetMethod) && Leaves(it, Deepest)));

    private bool IsLeftBy(IOperation body, int depth)
        => IsAsyncVoid(body)
        || (model.Bodies.FunctionOf(body) is not { IsAsync: true } && Code(body).OwnDescendantsAndSelf().OfType<IInvocationOperation>().Any(it => Leaves(it, depth)));

    private bool IsAsyncVoid(IOperation body)
        => model.Bodies.FunctionOf(body) is { IsAsync: true, ReturnsVoid: true } && Code(body).OwnDescendantsAndSelf().Any(IsAwait) && !IsAccountedFor(body);

    private bool Leaves(IInvocationOperation call, int depth)
    {
        if (model.Types.IsTask(call.Type))
        {
            // Of a chain of tasks the last one tells what the whole is for.
            var isStep = call.BareParent() is IInvocationOperation next && next.Instance == call && model.Types.IsTask(next.Type);
            return !isStep && model.NobodyWaitsFor(call) && !IsMeantToRunOn(call);
        }

        if (depth == Deepest)
        {
            return false;
        }

        // What a parameter stands for is judged where the callers hand it over.
        var called = call.TargetMethod.MethodKind == MethodKind.DelegateInvoke
            ? call.Instance is { } target && target.Bare() is not IParameterReferenceOperation ? model.Callees.OfDelegate(target) : []
            : model.Callees.Of(call.TargetMethod);
        return called.Any(it => IsLeftBy(it, depth + 1));
    }

    private static IOperation Code(IOperation body) => body switch
    {
        IAnonymousFunctionOperation lambda => lambda.Body,
        ILocalFunctionOperation { Body: { } block } => block,
        _ => body,
    };

    private static bool IsAwait(IOperation operation)
        => operation is IAwaitOperation or IForEachLoopOperation { IsAsynchronous: true } or IUsingOperation { IsAsynchronous: true } or IUsingDeclarationOperation { IsAsynchronous: true };

    private bool IsMeantToRunOn(IInvocationOperation call)
    {
        var method = call.TargetMethod;

        // Cancelling calls its callbacks, which have waiters of their own; a finished task has nothing left to lose.
        return ClosesWebSocket(call)
            || method.ContainingType.DerivesFrom(model.Types.CancellationTokenSource)
            || (method.ContainingType.IsA(model.Types.Task) && method.Name.StartsWith("From", StringComparison.Ordinal))
            || Started(call).Any(IsAccountedFor);
    }

    // The frame goes out while the server waits for the receive loop of the socket, which goes on until the peer answers.
    private bool ClosesWebSocket(IInvocationOperation call) => call.TargetMethod.ContainingType.DerivesFrom(model.Types.WebSocket);

    // The work itself, and the work that it is a continuation of.
    private IEnumerable<IOperation> Started(IInvocationOperation call)
    {
        foreach (var body in model.Callees.Of(call.TargetMethod))
        {
            yield return body;
        }

        foreach (var argument in call.Arguments.Select(static it => it.Value.Bare()).Where(static it => it is IAnonymousFunctionOperation or IMethodReferenceOperation))
        {
            foreach (var body in model.Callees.OfDelegate(argument!))
            {
                yield return body;
            }
        }

        if (call.Receiver() is IInvocationOperation before && model.Types.IsTask(before.Type))
        {
            foreach (var body in Started(before))
            {
                yield return body;
            }
        }
    }

    // It keeps its task in a field or tells a stop path when it is done; or it closes sockets that the server waits for; or it
    // is the watchdog that ends a process which hangs.
    private bool IsAccountedFor(IOperation work) => work.DescendantsAndSelf().Any(it => it switch
    {
        IAssignmentOperation { Target: IFieldReferenceOperation field } => model.Types.IsTask(field.Type),
        IInvocationOperation call => WaysOut.DoesNotReturn(call.TargetMethod) || IsKill(call) || TellsStopPath(call) || ClosesWebSocket(call),
        _ => false,
    });

    private bool IsKill(IInvocationOperation call) => call.TargetMethod.Name == "Kill" && call.TargetMethod.ContainingType.IsA(model.Types["System.Diagnostics.Process"]);

    // The other end is awaited in a stop path.
    private bool TellsStopPath(IInvocationOperation call)
        => call.TargetMethod.Name is "TrySetResult" or "SetResult" or "TrySetException" or "Set" or "Signal" or "Release" or "TryComplete" or "Complete"
        && call.Receiver().ReferencedSymbol() is { } teller
        && (teller is ILocalSymbol or IParameterSymbol
            || model.References.To(teller) is not { IsDefault: false } references
            || references.Any(it => model.RunsAtStop(it) && it.EnclosingFunction().Syntax != call.EnclosingFunction().Syntax));
}

namespace ShutdownAnalyzers.HostedServices;

/// <summary>How an exception gets out of a stop method.</summary>
internal enum Escape
{
    /// <summary>A <c>throw</c>.</summary>
    Thrown,

    /// <summary><c>ThrowIfCancellationRequested</c> on the deadline.</summary>
    Checked,

    /// <summary>A wait that the deadline, or a time-out, ends by an exception.</summary>
    Expired,

    /// <summary>The wait for work that ends by its own cancellation.</summary>
    Cancelled,
}

/// <summary>What a stop method of a hosted type throws: by itself, when its deadline is over, or because it waits for what it has cancelled.</summary>
internal sealed class EscapingExceptions(INamedTypeSymbol type, ShutdownModel model)
{
    private const int DeepestHelper = 5;

    /// <summary>The places in the type's own code from which an exception gets out, and its type.</summary>
    public IEnumerable<(IOperation At, Escape Kind, string Exception)> In(IMethodSymbol stopMethod)
    {
        var steps = model.Steps.Of(stopMethod);
        var guards = new Guards(steps, model);
        var cancelled = WaitsForCancelled();
        for (var i = 0; i < steps.Length; i++)
        {
            var step = steps[i];
            if (step.IsDetached || IsOfAnother(step))
            {
                continue;
            }

            if (Escaping(step) is { } escape && !guards.Catch(i, escape.Exception))
            {
                yield return (PlaceOf(step), escape.Kind, escape.Exception?.Name ?? "an exception");
            }
            else if (cancelled.Contains(step.Operation.Syntax) && step.Operation is IAwaitOperation or IInvocationOperation or IReturnOperation && !guards.Catch(i, model.Types.OperationCanceledException))
            {
                yield return (PlaceOf(step), Escape.Cancelled, model.Types.OperationCanceledException!.Name);
            }
        }
    }

    private (Escape Kind, ITypeSymbol? Exception)? Escaping(Step step)
    {
        switch (step.Operation)
        {
            case IThrowOperation { Exception: { } thrown } it when IsOwn(it) && !IsPrecondition(it):
                return (Escape.Thrown, thrown.Bare().Type);
            case IInvocationOperation { TargetMethod: { Name: "ThrowIfCancellationRequested", ContainingType: var token }, Instance: { } deadline } it
                when token.IsA(model.Types.CancellationToken) && model.Signals.Of(deadline, step.Frame) == Signal.Deadline && IsOwn(it):
                return (Escape.Checked, model.Types.OperationCanceledException);
            case IInvocationOperation { TargetMethod: { Name: "WaitAsync", ContainingType: var owner } } wait when owner.DerivesFrom(model.Types.Task) && Surfaces(wait):
                return Limit(wait, step.Frame) is { } limit ? (Escape.Expired, limit) : null;
            case IInvocationOperation { TargetMethod: { Name: "Wait", ContainingType: var owner } } wait when owner.DerivesFrom(model.Types.Task):
                return Limit(wait, step.Frame) is { } expired && expired.Is(model.Types.OperationCanceledException) ? (Escape.Expired, expired) : null;
            default:
                return null;
        }
    }

    // A task that is kept and awaited elsewhere throws there.
    private bool Surfaces(IInvocationOperation wait) => wait.Surfaces(model.Types);

    private ITypeSymbol? Limit(IInvocationOperation wait, Frame frame)
        => wait.Arguments.Any(it => model.Signals.IsToken(it.Parameter?.Type) && model.Signals.Of(it.Value, frame).Has(Signal.Deadline)) ? model.Types.OperationCanceledException
        : wait.Arguments.Any(it => it.Parameter?.Type.IsA(model.Types["System.TimeSpan"]) == true) ? model.Types["System.TimeoutException"]
        : null;

    // Code that others call too throws for them.
    private bool IsOwn(IOperation operation) => model.Bodies.IsCodeOf(type, operation) && IsOnlyForStop(model.Bodies.FunctionAround(operation), 0);

    private bool IsOnlyForStop(IMethodSymbol? function, int depth) => function switch
    {
        null or { MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.Constructor } => false,
        { MethodKind: MethodKind.AnonymousFunction } => IsOnlyForStop(function.ContainingSymbol as IMethodSymbol, depth),
        _ => model.Contracts.IsStop(function)
            || (depth < DeepestHelper && model.References.To(function) is { IsDefaultOrEmpty: false } callers && callers.All(it => IsOnlyForStop(model.Bodies.FunctionAround(it), depth + 1))),
    };

    // throw new ArgumentNullException(..), throw new ObjectDisposedException(..), _ => throw new UnreachableException()
    private bool IsPrecondition(IThrowOperation thrown)
        => thrown.Exception.Bare()?.Type is var exception
        && (exception.DerivesFrom(model.Types["System.ArgumentException"]) || exception.DerivesFrom(model.Types["System.ObjectDisposedException"]) || thrown.Ancestors().Any(static it => it is ISwitchExpressionArmOperation));

    // The syntax of the waits for work that this type's stop path cancels before, where the work lets its cancellation out.
    private ImmutableHashSet<SyntaxNode> WaitsForCancelled()
    {
        var order = new StopOrder(type, model);
        var found = ImmutableHashSet.CreateBuilder<SyntaxNode>();
        foreach (var work in model.StartedWorks.OfStartAndBody(type).Where(it => it.Kind == WorkKind.Task && LetsCancellationOut(it)))
        {
            var ends = model.WorkEndings.Of(work).Operations.Where(static it => it is IInvocationOperation { TargetMethod.Name: "Cancel" or "CancelAsync" }).ToList();
            found.UnionWith(model.StopWaits.Of(work)
                .Select(static it => it.Operation)
                .Where(wait => ends.Any(end => order.MayPrecede(end, wait)) && HandsOn(wait))
                .Select(static it => it.Syntax));
        }

        return found.ToImmutable();
    }

    private bool LetsCancellationOut(StartedWork work)
        => work.Site is IInvocationOperation call && Bodies(call).Any(it => it.Frame is { } frame && model.Cancellations.Of(it.Body, frame).Escaping.Has(Signal.Stop));

    // What the task is made of: an async method of the project, any that overrides it, or the delegate that Task.Run gets.
    private IEnumerable<(IOperation Body, Frame? Frame)> Bodies(IInvocationOperation call)
        => model.Handovers.Starts(call.TargetMethod)
            ? call.Arguments.Where(static it => it.Parameter?.Type.TypeKind == TypeKind.Delegate).SelectMany(it => model.Callees.OfDelegate(it.Value)).Select(static it => (it, Frame.Outermost.Enter(it, [])))
            : model.Callees.OfCall(call).Select(it => (it, Frame.Outermost.Enter(it, call.ArgumentsFor(model.Bodies.FunctionOf(it)), Frame.Outermost)));

    // await task, task.Wait(); not WhenAny, not ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).
    private static bool HandsOn(IOperation wait) => wait switch
    {
        IAwaitOperation { Operation: var awaited } => !awaited.DescendantsAndSelf().OfType<IInvocationOperation>().Any(Consumption.SuppressesThrowing),
        IInvocationOperation { TargetMethod.Name: "Wait" or "GetAwaiter" or "WaitAll" } => true,
        IReturnOperation { ReturnedValue: { } returned } => !returned.DescendantsAndSelf().OfType<IInvocationOperation>().Any(),
        _ => false,
    };

    private IOperation PlaceOf(Step step) => IsOwn(step.Operation) ? step.Operation : step.Outer;

    // The base's stop, or another service's: it is told of there.
    private bool IsOfAnother(Step step)
        => step.Outer is IInvocationOperation outer && !ReferenceEquals(outer, step.Operation) && model.Contracts.IsStop(outer.TargetMethod);
}

namespace ShutdownAnalyzers.Model;

/// <summary>
/// Answers "can this call throw a cancellation although nobody asked to stop?": a time-out of HTTP, of a resilience policy, of
/// a source with a time limit is an <see cref="OperationCanceledException"/> too.
/// </summary>
internal sealed class Timeouts(ShutdownModel model)
{
    private const int Deepest = 4;

    /// <summary>The first such call whose exception reaches the end of the try body; <see langword="null"/> where none does.</summary>
    public IInvocationOperation? In(IBlockOperation tryBody) => In(tryBody, Frame.Outermost, 0);

    private IInvocationOperation? In(IOperation region, Frame frame, int depth)
    {
        foreach (var operation in region.OwnDescendantsAndSelf())
        {
            if (operation is IInvocationOperation call && !IsCaughtInside(call, region) && (TimesOut(call, frame) || InCallee(call, frame, depth)))
            {
                return call;
            }
        }

        return null;
    }

    private bool InCallee(IInvocationOperation call, Frame frame, int depth)
    {
        if (depth >= Deepest)
        {
            return false;
        }

        // Of the delegates that a helper is handed, all: the caller that is looked at may be the one whose code has no time-out.
        if (call.TargetMethod.MethodKind == MethodKind.DelegateInvoke)
        {
            var (handed, made) = call.Instance.Bare() is IParameterReferenceOperation parameter && frame.Argument(parameter.Parameter) is { } argument ? (argument.Value, argument.In) : (call.Instance, Frame.Outermost);
            return handed is not null && model.Callees.OfDelegate(handed) is { IsEmpty: false } delegates && delegates.All(it => TimesOutIn(it, made));
        }

        return model.Callees.OfCall(call).Any(it => TimesOutIn(it, frame));

        bool TimesOutIn(IOperation callee, Frame made)
            => frame.Enter(callee, call.ArgumentsFor(model.Bodies.FunctionOf(callee)), made) is { } inside && In(callee.FunctionCode(), inside, depth + 1) is not null;
    }

    private bool TimesOut(IInvocationOperation call, Frame frame)
    {
        var receiver = call.Receiver()?.Type;
        if (receiver.DerivesFrom(model.Types["System.Net.Http.HttpClient"]))
        {
            return Consumption.IsDeferred(call.Type, model.Types) || call.TargetMethod.Name == "Send";
        }

        if (receiver is { ContainingNamespace: { Name: "Polly", ContainingNamespace.IsGlobalNamespace: true } } && call.TargetMethod.Name.StartsWith("Execute", StringComparison.Ordinal))
        {
            return true;
        }

        return call.Arguments.Any(it => model.Signals.IsToken(it.Parameter?.Type) && model.Signals.Of(it.Value, frame).Has(Signal.Timed));
    }

    private bool IsCaughtInside(IOperation call, IOperation region)
    {
        var below = call;
        foreach (var it in call.Ancestors().TakeWhile(it => it != region))
        {
            if (it is ITryOperation @try && @try.Body == below
                && @try.Catches.Any(clause => clause.ExceptionType is null || clause.ExceptionType.DerivesFrom(model.Types.OperationCanceledException) || model.Types.OperationCanceledException.DerivesFrom(clause.ExceptionType as INamedTypeSymbol)))
            {
                return true;
            }

            below = it;
        }

        return false;
    }
}

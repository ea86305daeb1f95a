namespace ShutdownAnalyzers.HostedServices;

/// <summary>A place where a start path stays.</summary>
/// <param name="Operation">The loop or the wait.</param>
/// <param name="Outer">The operation of the start method that leads there: itself, or the call of the helper.</param>
/// <param name="IsForEver">It is never left; else it lasts until something happens that need not.</param>
internal readonly record struct Holdup(IOperation Operation, IOperation Outer, bool IsForEver);

/// <summary>Answers "where does this start path stay for ever, or for as long as it takes, whoever wants to stop?".</summary>
internal sealed class Holdups(ShutdownModel model)
{
    private const int Deepest = 5;

    // What never fires while the host starts, but for the token of the start itself.
    private const Signal Idle = Signal.StartOnly | Signal.Never | Signal.Wrong | Signal.Request;

    public IEnumerable<Holdup> In(IMethodSymbol start) => model.Bodies.Of(start) is { } body ? In(body, null, 0) : [];

    private IEnumerable<Holdup> In(IOperation body, IOperation? outer, int depth)
    {
        foreach (var operation in body.FunctionCode().OwnDescendantsAndSelf())
        {
            if (IsForEver(operation) is { } isForEver && model.Places.Of(operation) == Place.Start)
            {
                yield return new Holdup(operation, outer ?? operation, isForEver);
            }

            if (depth < Deepest && operation is IInvocationOperation call)
            {
                foreach (var inner in WaitedFor(call).SelectMany(it => In(it, outer ?? operation, depth + 1)))
                {
                    yield return inner;
                }
            }
        }
    }

    /// <summary>It is never left (true), or lasts until something happens that need not (false); <see langword="null"/> where it holds nobody up.</summary>
    public bool? IsForEver(IOperation operation) => operation switch
    {
        IWhileLoopOperation or IForLoopOperation => OfLoop((ILoopOperation)operation),
        IAwaitOperation awaiting => OfWait(awaiting.Operation) ?? (Announcements.IsAwaitedIn(awaiting, model) ? false : null),
        IInvocationOperation { Type.SpecialType: SpecialType.System_Void } call when model.Waits.IsSleep(call) => OfWait(call),
        IInvocationOperation call when Latches.IsWaitFor(call, model) => false,
        _ => null,
    };

    private bool? OfLoop(ILoopOperation loop)
    {
        var facts = model.WaysOut.Of(loop);
        if (facts.Kind == LoopEnd.AsksFlag || (facts.Observed & ~Idle) != 0)
        {
            return null;
        }

        // Its own condition is the way out of a loop that asks no token there, unless that is the tick of a timer.
        var hasNoEnd = facts.Kind != LoopEnd.Finite || Ticks(loop);
        return hasNoEnd && facts.Exits.IsEmpty ? true
            : facts.Kind != LoopEnd.AsksToken && !facts.Observed.Has(Signal.StartOnly) && !model.LoopBounds.EndsByItself(loop) && !GivesUp(loop) && OpenEndedLoops.Sleeps(loop, model) ? false
            : null;
    }

    // while (await timer.WaitForNextTickAsync(token))
    private bool Ticks(ILoopOperation loop)
        => loop is IWhileLoopOperation { ConditionIsUntil: false, Condition: { } condition } && condition.Bare() is IAwaitOperation awaiting
        && awaiting.Operation.DescendantsAndSelf().OfType<IInvocationOperation>().Any(it => it.TargetMethod.Name == "WaitForNextTickAsync" && it.TargetMethod.ContainingType.IsA(model.Types["System.Threading.PeriodicTimer"]));

    // catch (E) when (attempt < 5), catch { if (attempt == 5) throw; }: after some failures it is left.
    private static bool GivesUp(ILoopOperation loop) => loop.Body.OwnDescendantsAndSelf().OfType<ICatchClauseOperation>().Any(static clause =>
        clause.Handler.OwnDescendantsAndSelf().Any(static it => it is IThrowOperation)
        || clause.Filter?.DescendantsAndSelf().Any(it => it.ReferencedSymbol() is { } asked and not IPropertySymbol && !clause.Locals.Any(local => local.Is(asked))) == true);

    private bool? OfWait(IOperation waiting)
        => waiting.Bare() is IInvocationOperation call && model.Waits.IsSleep(call)
            ? Durations.Of(model.Waits.TimeOf(call), model) == Timeout.InfiniteTimeSpan && (model.Signals.CarriedByArguments(call) & ~Idle) == 0 ? true : null
            : model.OpenWaits.Of(waiting) is { } signal && (signal & ~Idle) == 0 && !signal.Has(Signal.StartOnly) ? false : null;

    // The code of a call that does not come back, or whose task is not done, before that code is.
    private IEnumerable<IOperation> WaitedFor(IInvocationOperation call)
    {
        if (Consumption.IsDeferred(call.Type, model.Types) ? !IsWaitedForHere(call) : call.TargetMethod.IsAsync)
        {
            return [];
        }

        return model.Handovers.Starts(call.TargetMethod)
            ? call.Arguments.Where(static it => it.Value.Bare() is IAnonymousFunctionOperation or IMethodReferenceOperation).SelectMany(it => model.Callees.OfDelegate(it.Value))
            : model.Callees.Of(call.TargetMethod).Take(2).ToArray() is [var only] ? [only] : [];
    }

    // await X(), return X(), X().Wait(), with ConfigureAwait and WhenAll in between; without a time, and not by way of a local.
    private static bool IsWaitedForHere(IInvocationOperation call)
    {
        for (var it = call.BareParent(); it is not null; it = it.BareParent())
        {
            switch (it)
            {
                case IAwaitOperation or IReturnOperation:
                    return true;
                case IInvocationOperation { TargetMethod.Name: "Wait" or "GetAwaiter", Arguments.IsEmpty: true }:
                    return true;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "Unwrap" or "AsTask" or "WhenAll" }
                    or IArgumentOperation or IArrayInitializerOperation or IArrayCreationOperation or ICollectionExpressionOperation:
                    continue;
                default:
                    return false;
            }
        }

        return false;
    }
}

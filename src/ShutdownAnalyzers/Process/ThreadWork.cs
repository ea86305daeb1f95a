namespace ShutdownAnalyzers.Process;

/// <summary>How long the body of a thread keeps running when the application stops.</summary>
internal enum ThreadEnd
{
    /// <summary>It is done soon, or something tells it to stop.</summary>
    Ends,

    /// <summary>It waits, without a loop, for something that nobody ends.</summary>
    Waits,

    /// <summary>It loops and nobody ends the loop.</summary>
    Loops,
}

/// <summary>Looks into what a thread runs, through method groups, lambdas and helpers.</summary>
internal sealed class ThreadWork(ShutdownModel model)
{
    // Code that the thread reaches deeper than this counts as short: what cannot be seen is not reported.
    private const int Deepest = 6;

    private readonly LongSleeps sleeps = new(model);

    public ThreadEnd EndOf(IEnumerable<IOperation> bodies) => Longest(bodies.Select(it => Body(it, 0)));

    private ThreadEnd Body(IOperation body, int depth)
    {
        // An async body gives the thread back at its first await.
        if (depth > Deepest || model.Bodies.FunctionOf(body) is { IsAsync: true })
        {
            return ThreadEnd.Ends;
        }

        var code = body switch
        {
            IAnonymousFunctionOperation lambda => lambda.Body,
            ILocalFunctionOperation { Body: { } block } => block,
            _ => body,
        };
        return Longest(code.OwnDescendantsAndSelf().Select(it => it switch
        {
            ILoopOperation loop => Loop(loop),
            IInvocationOperation call => Call(call, depth),
            _ => ThreadEnd.Ends,
        }));
    }

    private ThreadEnd Call(IInvocationOperation call, int depth)
    {
        if (call.TargetMethod.MethodKind == MethodKind.DelegateInvoke)
        {
            return call.Instance is { } called ? Longest(model.Callees.OfDelegate(called).Select(it => Body(it, depth + 1))) : ThreadEnd.Ends;
        }

        return call.TargetMethod.DeclaringSyntaxReferences.Length > 0
            ? Longest(model.Callees.Of(call.TargetMethod).Select(it => Body(it, depth + 1)))
            : IsEndlessWait(call) ? ThreadEnd.Waits : ThreadEnd.Ends;
    }

    private ThreadEnd Loop(ILoopOperation loop)
    {
        var facts = model.WaysOut.Of(loop);
        if (facts.HearsStop)
        {
            // A sleep that does not hear the token is told of there, by another rule.
            return ThreadEnd.Ends;
        }

        if (facts.Kind == LoopEnd.AsksFlag || IsToldToStop(loop, facts))
        {
            return facts.Kind != LoopEnd.Finite && sleeps.AreIn(loop) ? ThreadEnd.Loops : ThreadEnd.Ends;
        }

        return facts.Kind == LoopEnd.Endless || WaitsForMore(loop) ? ThreadEnd.Loops : ThreadEnd.Ends;
    }

    // What decides about the end is state that other code changes, or waits on something that a stop path ends.
    private bool IsToldToStop(ILoopOperation loop, LoopFacts facts)
        => Deciding(loop, facts).SelectMany(static it => it.DescendantsAndSelf()).Any(IsChangedElsewhere)
        || loop.DescendantsAndSelf().OfType<IInvocationOperation>().Any(it => EndedAtStop(it, facts.Kind != LoopEnd.Endless || !facts.Exits.IsEmpty ? model.Endings.Wakes : model.Endings.Ends));

    private static IEnumerable<IOperation> Deciding(ILoopOperation loop, LoopFacts facts)
    {
        var condition = loop switch
        {
            IWhileLoopOperation it => it.Condition,
            IForLoopOperation it => it.Condition,
            _ => null,
        };
        return (condition is null ? [] : new[] { condition })
            .Concat(facts.Exits.SelectMany(exit => exit.Ancestors().TakeWhile(it => it != loop)).OfType<IConditionalOperation>().Select(static it => it.Condition));
    }

    private bool IsChangedElsewhere(IOperation read)
    {
        if (read is not IFieldReferenceOperation { Field: { IsReadOnly: false, IsConst: false, DeclaringSyntaxReferences.Length: > 0 } field })
        {
            return read is IPropertyReferenceOperation { Property: { IsReadOnly: false, DeclaringSyntaxReferences.Length: > 0 } };
        }

        var references = model.References.To(field);
        return references.IsDefault || references.Any(it => it.Parent is IAssignmentOperation assignment && assignment.Target == it
            && model.Bodies.FunctionAround(it) is { MethodKind: not (MethodKind.Constructor or MethodKind.StaticConstructor) });
    }

    // To be woken once helps a loop that can be left then; one that cannot goes back to its wait.
    private static bool EndedAtStop(IInvocationOperation call, Func<ISymbol, IOperation, bool> ends)
        => Blocking.MayWait(call.TargetMethod) && call.Receiver() is { } receiver && receiver.ReferencedSymbol() is { } symbol && ends(symbol, receiver);

    // The loop takes what comes from outside, and waits for it. A count, or a collection that is there already, ends by itself.
    private bool WaitsForMore(ILoopOperation loop) => loop switch
    {
        IWhileLoopOperation => loop.OwnDescendantsAndSelf().OfType<IInvocationOperation>().Any(IsWaitForMore),
        IForEachLoopOperation { Collection: { } source } => source.DescendantsAndSelf().OfType<IInvocationOperation>().Any(IsWaitForMore),
        _ => false,
    };

    private bool IsWaitForMore(IInvocationOperation call)
        => call.TargetMethod.DeclaringSyntaxReferences.Length == 0 && Blocking.IsWait(call.TargetMethod) && !ReadsFile(call);

    private bool ReadsFile(IInvocationOperation call)
        => call.Instance.Bare() is ILocalReferenceOperation local
        && (local.Type.IsA(model.Types["System.IO.FileStream"]) || local.Type.DerivesFrom(model.Types["System.IO.TextReader"]) || local.Type.IsA(model.Types["System.IO.BinaryReader"]));

    // A wait without a limit, or the run of a server.
    private bool IsEndlessWait(IInvocationOperation call)
        => Blocking.IsEndlessWait(call.TargetMethod) && call.Arguments.All(static it => it.ArgumentKind == ArgumentKind.DefaultValue || IsInfinite(it.Value)) && !EndedAtStop(call, model.Endings.Wakes) && !ReadsFile(call);

    private static bool IsInfinite(IOperation value)
        => value.ConstantValue is { HasValue: true, Value: -1 } || value.Bare() is IFieldReferenceOperation { Field.Name: "InfiniteTimeSpan" };

    private static ThreadEnd Longest(IEnumerable<ThreadEnd> ends)
    {
        var longest = ThreadEnd.Ends;
        foreach (var end in ends)
        {
            if (end == ThreadEnd.Loops)
            {
                return end;
            }

            longest = end == ThreadEnd.Waits ? end : longest;
        }

        return longest;
    }
}

namespace ShutdownAnalyzers.Requests;

/// <summary>Answers "does this loop go on when the application stops?", for the code of requests.</summary>
internal sealed class RequestLoops(ShutdownModel model)
{
    private const int Deepest = 4;

    // Where the code runs is known for the whole function, and most loops serve no request; but it takes the callers, and most
    // loops that count say by themselves that they end.
    public bool Outlives(ILoopOperation loop)
        => loop is IWhileLoopOperation or IForLoopOperation or IForEachLoopOperation
        && (loop is IForEachLoopOperation { Collection: var source } ? model.OpenWaits.Of(source) is not null : !EndsByCount(loop))
        && model.Places.Of(loop).HasFlag(Place.Request)
        && IsOpen(loop)
        && !HearsStop(loop)
        && !SocketLoops.Receives(loop, model)
        && !model.Races.IsAbandoned(model.Bodies.FunctionAround(loop))
        && IsRead(loop);

    private bool EndsByCount(ILoopOperation loop) => LoopDecisions.Of(loop, model.Types).HasDataExits && model.LoopBounds.EndsByItself(loop);

    /// <summary>Nothing in the loop itself ends it: no count, no time, no end of its data.</summary>
    private bool IsOpen(ILoopOperation loop)
    {
        if (loop is IForEachLoopOperation { Collection: var collection })
        {
            return model.OpenWaits.Of(collection) is { } signal && !signal.HearsStop() && !model.LoopBounds.EndsByItself(loop);
        }

        if (loop is not (IWhileLoopOperation or IForLoopOperation))
        {
            return false;
        }

        var decisions = LoopDecisions.Of(loop, model.Types);
        return decisions.HasDataExits
            ? Pauses(loop) && !model.LoopBounds.EndsByItself(loop)
            : loop.OwnDescendantsAndSelf().Any(it => it is IAwaitOperation || (it is IInvocationOperation call && model.Waits.Contains(call))) && !EndsByException(loop);
    }

    private bool HearsStop(ILoopOperation loop)
    {
        var facts = model.WaysOut.Of(loop);
        return facts.Observed.HearsStop()
            || facts.Swallowed.Any(static it => it.Signal.HearsStop())
            || loop.Descendants().Any(it => it.Type.IsA(model.Types.HostApplicationLifetime) || (it is IInvocationOperation call && IsEnded(call)))
            || LoopDecisions.Of(loop, model.Types).All.Any(it => Asked(it.Test).Any(MayTellOfStop) || it.Test.DescendantsAndSelf().OfType<IInvocationOperation>().Any(IsHandedStop));
    }

    // while (await MoreAsync(reader, ended.Token)): a helper that is asked whether to go on and knows the signal may well say no.
    private bool IsHandedStop(IInvocationOperation asked) => model.Signals.CarriedByArguments(asked).HearsStop();

    // A wait that somebody ends at stop: disposes the timer, completes the queue, or lets another task win.
    private bool IsEnded(IInvocationOperation wait)
        => wait.TargetMethod.Name == "WhenAny" ? model.Races.HearsStop(wait)
        : model.Waits.Contains(wait) && wait.Receiver().ReferencedSymbol() is { } variable && model.Endings.Wakes(variable, wait);

    // What the test reads, in the getters and helpers that it calls too.
    private IEnumerable<IOperation> Asked(IOperation test, int depth = 0)
    {
        foreach (var it in test.DescendantsAndSelf())
        {
            yield return it;
            var helper = it switch
            {
                IPropertyReferenceOperation property => property.Property.GetMethod,
                IInvocationOperation { Type.SpecialType: SpecialType.System_Boolean } call => call.TargetMethod,
                _ => null,
            };
            foreach (var inner in helper is null || depth == Deepest ? [] : model.Callees.Of(helper).SelectMany(Values.Returned).SelectMany(value => Asked(value, depth + 1)))
            {
                yield return inner;
            }
        }
    }

    // Something that the test asks, and that the application's stop may change.
    private bool MayTellOfStop(IOperation asked)
    {
        switch (asked)
        {
            case ILocalReferenceOperation local:
                return local.Root().Descendants().Any(it => IsWrite(it, local.Local) && !it.EnclosingFunction().Syntax.Equals(local.EnclosingFunction().Syntax));
            case IPropertyReferenceOperation { Property: { Name: "State", ContainingType: var type }, Instance: { } socket } when type.DerivesFrom(model.Types.WebSocket):
                return new AcceptedSockets(model).AreClosedInTime(socket, asked);
            case IFieldReferenceOperation or IPropertyReferenceOperation when asked.ReferencedSymbol() is { DeclaringSyntaxReferences.Length: > 0 } member:
                return IsSetAtStop(member) || IsReadiness(member) || (member.IsAbstract && IsNamedAsStop(member));
            case IInvocationOperation { Type.SpecialType: SpecialType.System_Boolean, TargetMethod: { IsAbstract: true, DeclaringSyntaxReferences.Length: > 0 } method }:
                return IsNamedAsStop(method) && !model.Callees.Of(method).Any();
            default:
                return false;
        }
    }

    private static bool IsWrite(IOperation operation, ISymbol variable) => operation is IAssignmentOperation assignment && assignment.Target.ReferencedSymbol().Is(variable);

    private IEnumerable<IAssignmentOperation> Writes(ISymbol member)
        => model.References.To(member) is { IsDefault: false } references
            ? references.Select(static it => it.Parent).OfType<IAssignmentOperation>().Where(it => it.Target.ReferencedSymbol().Is(member))
            : [];

    private bool IsSetAtStop(ISymbol member) => Writes(member).Any(it => model.RunsAtStop(it));

    // A flag that the start sets once: requests wait for the start, not for an event.
    private bool IsReadiness(ISymbol member)
        => ((member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type)?.SpecialType == SpecialType.System_Boolean
        && Writes(member).ToArray() is { Length: > 0 } writes
        && writes.All(it => it.Value.ConstantValue is { HasValue: true, Value: true } && !model.Places.Of(it).HasFlag(Place.Request));

    // What an unknown implementation answers to such a question may be the stop.
    private static bool IsNamedAsStop(ISymbol member)
        => new[] { "Stop", "Shut", "Drain", "Cancel", "Clos", "Dispos", "Terminat" }.Any(it => member.Name.Contains(it) || member.ContainingType.Name.Contains(it));

    /// <summary>The code rests between two looks at the same thing.</summary>
    public bool Pauses(IOperation region, int depth = 0)
    {
        foreach (var it in WithoutInnerLoops(region))
        {
            var pauses = it switch
            {
                IAwaitOperation awaiting => model.OpenWaits.Of(awaiting.Operation) is not null,
                IInvocationOperation call => IsPause(call) || (depth < Deepest && model.Bodies.Of(call.TargetMethod) is { } body && Pauses(body, depth + 1)),
                _ => false,
            };
            if (pauses)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The call waits for a time, or for an event.</summary>
    public bool IsPause(IInvocationOperation call)
        => model.Waits.IsSleep(call)
        || call.TargetMethod.ContainingType.IsA(model.Types["System.Threading.PeriodicTimer"])
        || (call.TargetMethod is { Name: "Yield", ContainingType: var type } && type.IsA(model.Types.Task))
        || model.OpenWaits.Of(call) is not null
        || (call.TargetMethod is { Name: "WaitAsync", ContainingType: var task } && (task.IsA(model.Types.Task) || task.IsA(model.Types.TaskOfT)) && model.Waits.TimeOf(call) is null)
        || (call.TargetMethod is { IsAbstract: true, DeclaringSyntaxReferences.Length: > 0 } unknown
            && unknown.Name.StartsWith("Wait", StringComparison.Ordinal) && !model.Callees.Of(unknown).Any());

    private static IEnumerable<IOperation> WithoutInnerLoops(IOperation region)
    {
        var rest = new Stack<IOperation>();
        rest.Push(region);
        while (rest.Count > 0)
        {
            var it = rest.Pop();
            yield return it;
            foreach (var child in it.ChildOperations)
            {
                if (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation or ILoopOperation))
                {
                    rest.Push(child);
                }
            }
        }
    }

    // Reading until the end of the stream throws.
    private bool EndsByException(ILoopOperation loop)
    {
        IOperation below = loop;
        foreach (var it in loop.Ancestors().TakeWhile(static it => it is not (IAnonymousFunctionOperation or ILocalFunctionOperation)))
        {
            if (it is ITryOperation @try && @try.Body == below
                && @try.Catches.Any(clause => clause.ExceptionType.IsA(model.Types["System.IO.EndOfStreamException"]) || clause.ExceptionType.IsA(model.Types["System.Threading.Channels.ChannelClosedException"])))
            {
                return true;
            }

            below = it;
        }

        return false;
    }

    // What an iterator yields, its reader may stop to read.
    private bool IsRead(ILoopOperation loop)
        => !Streams.IsIterator(loop.EnclosingFunction())
        || (model.Bodies.FunctionAround(loop) is { } iterator && new Streams(model).IsReadToItsEnd(iterator));
}

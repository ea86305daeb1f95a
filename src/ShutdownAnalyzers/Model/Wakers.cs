namespace ShutdownAnalyzers.Model;

/// <summary>
/// Answers "who wakes those that wait on this?": the queue, completion source or semaphore that a wait is for. Where that
/// cannot be told, somebody is taken to wake them, and the rules stay silent.
/// </summary>
internal sealed class Wakers(ShutdownModel model)
{
    private static readonly string[] Completions =
        ["SetResult", "TrySetResult", "SetException", "TrySetException", "SetCanceled", "TrySetCanceled", "SetFromTask", "TrySetFromTask"];

    // A channel may be handed round by its ends.
    private static readonly string[] Ends = ["Reader", "Writer"];

    /// <summary>
    /// Nobody completes the queue that this expression reads from (a channel, its reader, a blocking collection), unless the
    /// reader itself does so when it goes.
    /// </summary>
    public bool NobodyCompletes(IOperation queue, IOperation reading)
    {
        var found = false;
        foreach (var usage in UsagesOf(queue))
        {
            found = true;
            if (usage.All.Any(it => it.Kind == UseKind.Passed && MayComplete(it.Operation))
                || Deeper(usage).Any(it => Completes(it, reading)))
            {
                return false;
            }
        }

        return found;
    }

    /// <summary>
    /// Somebody completes the queue while the application still works, at the end of what is produced or for reasons of his own: then
    /// who reads it ends with it.
    /// </summary>
    public bool ProducerCompletes(IOperation queue, IOperation reading)
        => UsagesOf(queue).SelectMany(Deeper).Any(it => Completes(it, reading) && !model.RunsAtStop(it));

    /// <summary>
    /// The task of this completion source waits for an event that others bring about, whenever that is: another request, a
    /// message, each change of something. Not so where a stop path completes it, where it waits for a start or a reply.
    /// </summary>
    public bool OnlyEventsComplete(IOperation source)
    {
        var usages = UsagesOf(source).ToArray();
        if (usages.Length == 0 || usages.Any(usage => usage.All.Any(it => it.Kind == UseKind.Passed && MayComplete(it.Operation))))
        {
            return false;
        }

        var holders = usages.SelectMany(static it => it.Holders).Distinct<ISymbol>(SymbolEqualityComparer.Default).ToArray();
        var events = Place.None;
        var byEvents = false;
        foreach (var completion in usages.SelectMany(static it => it.All).Select(static it => it.Operation).Where(static it => Completions.Contains(Named(it))))
        {
            if (Registration(completion) is { } registration)
            {
                if (model.Signals.Of(registration.Receiver()).HearsStop())
                {
                    return false;
                }

                continue;
            }

            byEvents = true;
            events |= model.Places.Of(completion);
        }

        // What travels in a message is taken out again where a pattern takes it apart: that cannot be followed.
        if (!byEvents)
        {
            return !holders.Any(static it => it is IPropertySymbol { ContainingType.IsRecord: true });
        }

        return !events.HasFlag(Place.Stop)
            && holders.Any(static it => it is IFieldSymbol or IPropertySymbol)
            && (events.HasFlag(Place.Request) || holders.Any(IsRenewed) || holders.Any(IsListOfWaiters));
    }

    /// <summary>The semaphore starts empty and the code that waits on it does not release it: it carries a message, it guards nothing.</summary>
    public bool IsEvent(IOperation semaphore, IOperation waiting)
    {
        if (semaphore.ReferencedSymbol() is not { } symbol || ValuesOf(semaphore) is not { IsDefaultOrEmpty: false } values || model.Endings.Wakes(symbol, waiting))
        {
            return false;
        }

        return values.All(static it => it.Bare() is IObjectCreationOperation { Arguments: [{ Value.ConstantValue: { HasValue: true, Value: 0 } }, ..] })
            && !waiting.EnclosingFunction().Descendants().OfType<IInvocationOperation>().Any(it => it.TargetMethod.Name == "Release" && it.Instance.ReferencedSymbol().Is(symbol));
    }

    // What becomes of the object behind the expression: from where it is made, and from each variable on the way.
    private IEnumerable<Usage> UsagesOf(IOperation expression, int depth = 0)
    {
        var bare = expression.Bare();
        if (bare is IPropertyReferenceOperation { Instance: { } whole } end && Ends.Contains(end.Property.Name) && end.Property.DeclaringSyntaxReferences.Length == 0)
        {
            bare = whole.Bare();
        }

        if (depth > 5 || bare is null)
        {
            yield break;
        }

        if (bare is IObjectCreationOperation || (bare is IInvocationOperation { TargetMethod: { IsStatic: true, DeclaringSyntaxReferences: [] } factory } && factory.ContainingType.IsA(model.Types["System.Threading.Channels.Channel"])))
        {
            yield return model.Uses.Of(bare);
            yield break;
        }

        if (bare is IInvocationOperation { TargetMethod: { DeclaringSyntaxReferences.Length: > 0 } method })
        {
            foreach (var usage in model.Callees.Of(method).SelectMany(Values.Returned).SelectMany(it => UsagesOf(it, depth + 1)))
            {
                yield return usage;
            }

            yield break;
        }

        if (bare.ReferencedSymbol() is not { DeclaringSyntaxReferences.Length: > 0 } symbol)
        {
            yield break;
        }

        var values = ValuesOf(bare);
        if (symbol is IFieldSymbol or IPropertySymbol)
        {
            yield return model.Uses.OfHeldBy(symbol, bare);
        }

        foreach (var usage in values.IsDefault ? [] : values.Where(static it => it.Bare() is not ILiteralOperation).SelectMany(it => UsagesOf(it, depth + 1)))
        {
            yield return usage;
        }
    }

    private ImmutableArray<IOperation> ValuesOf(IOperation reference) => reference.ReferencedSymbol() switch
    {
        ILocalSymbol local => model.Values.Of(local, reference),
        IParameterSymbol parameter => model.Values.OfParameter(parameter),
        IFieldSymbol or IPropertySymbol => model.Values.Of(reference.ReferencedSymbol()!),
        _ => default,
    };

    // The uses, and those of the ends of a channel.
    private IEnumerable<IOperation> Deeper(Usage usage)
    {
        foreach (var use in usage.All)
        {
            yield return use.Operation;
            if (use is { Kind: UseKind.Member, Operation: IPropertyReferenceOperation { Property.Name: "Writer" } writer })
            {
                foreach (var inner in model.Uses.Of(writer).All)
                {
                    yield return inner.Operation;
                }
            }
        }
    }

    // What the framework's own methods are handed they keep, look up or write down; they complete nothing.
    private bool MayComplete(IOperation passed)
    {
        if (passed is IInvocationOperation { TargetMethod: { Name: "Register" or "UnsafeRegister" } } registration && model.Signals.IsToken(registration.Receiver()?.Type))
        {
            return model.Signals.Of(registration.Receiver()).HearsStop();
        }

        return passed switch
        {
            IInvocationOperation call => !model.Frameworks.Contains(call.TargetMethod.ContainingAssembly),
            IObjectCreationOperation { Type.DeclaringSyntaxReferences: [] } creation => !model.Frameworks.Contains(creation.Type?.ContainingAssembly),
            _ => false,
        };
    }

    // Not by dead code, and not by the reader itself when it goes.
    private bool Completes(IOperation use, IOperation reading) => IsCompletion(use) && !OnlyTidiesUp(use, reading) && !model.NobodyRuns(use);

    private static bool IsCompletion(IOperation use) => Named(use) is "Complete" or "TryComplete" or "CompleteAdding";

    private static string? Named(IOperation use) => use switch
    {
        IInvocationOperation call => call.TargetMethod.Name,
        IMethodReferenceOperation group => group.Method.Name,
        _ => null,
    };

    // Behind the reading, in the code that reads or in a helper that only that calls.
    private bool OnlyTidiesUp(IOperation completion, IOperation reading, int depth = 0)
    {
        if (completion.EnclosingFunction().Syntax == reading.EnclosingFunction().Syntax)
        {
            return completion.Syntax.SpanStart > reading.Syntax.SpanStart;
        }

        return depth < 4
            && model.Bodies.FunctionAround(completion) is { MethodKind: not MethodKind.AnonymousFunction } function
            && model.Contracts.PlaceOf(function) == Place.None
            && model.References.To(function) is { IsDefaultOrEmpty: false } calls
            && calls.All(it => it.Bare() is IInvocationOperation && OnlyTidiesUp(it, reading, depth + 1));
    }

    // The call that takes the callback around the operation: token.Register(() => ...).
    private IInvocationOperation? Registration(IOperation operation)
    {
        foreach (var candidate in operation.AncestorsAndSelf().Where(static it => it is IAnonymousFunctionOperation or IMethodReferenceOperation))
        {
            if (candidate.BareParent() is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Register" or "UnsafeRegister" } call } && model.Signals.IsToken(call.Receiver()?.Type))
            {
                return call;
            }
        }

        return null;
    }

    // There is a new one for each event: somebody assigns the field outside of the constructor.
    private bool IsRenewed(ISymbol holder)
        => holder is IFieldSymbol { IsReadOnly: false } or IPropertySymbol { SetMethod.IsInitOnly: false }
        && model.References.To(holder) is { IsDefault: false } references
        && references.Any(it => IsWritten(it) && model.Bodies.FunctionAround(it) is not { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor });

    private static bool IsWritten(IOperation reference) => reference.BareParent() switch
    {
        ISimpleAssignmentOperation assignment => assignment.Target == reference,
        ITupleOperation { Parent: IDeconstructionAssignmentOperation } => true,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
        _ => false,
    };

    // Those that wait for the next event. A dictionary finds the one that waits for this reply.
    private bool IsListOfWaiters(ISymbol holder)
        => ((holder as IFieldSymbol)?.Type ?? (holder as IPropertySymbol)?.Type) is { } type
        && type.DerivesFrom(model.Types["System.Collections.IEnumerable"])
        && !type.DerivesFrom(model.Types["System.Collections.IDictionary"]) && !type.DerivesFrom(model.Types["System.Collections.Generic.IDictionary`2"]);
}

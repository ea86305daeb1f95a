using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Model;

/// <summary>What the stop paths do to the object behind a variable.</summary>
[Flags]
internal enum Ending
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Who waits on it is woken once, after the host has waited for its workers.</summary>
    WokenLate = 1,

    /// <summary>Who waits on it is woken once.</summary>
    Woken = 2,

    /// <summary>It is closed or completed, after the host has waited for its workers.</summary>
    EndedLate = 4,

    /// <summary>It is closed, completed or cancelled: every further wait ends or throws.</summary>
    Ended = 8,
}

/// <summary>
/// Answers "does some stop path end what is behind this variable?": stop the listener, close the socket, complete the queue,
/// set the event. Whoever waits on it is woken then, so the wait needs no token.
/// </summary>
internal sealed class Endings(ShutdownModel model)
{
    private static readonly HashSet<string> EndingVerbs =
    [
        "Stop", "StopAsync", "Close", "CloseAsync", "CloseOutputAsync", "Dispose", "DisposeAsync", "Complete", "TryComplete", "CompleteAdding", "CompleteAsync",
        "Cancel", "CancelAsync", "SetCanceled", "TrySetCanceled", "SetException", "TrySetException", "Abort", "Shutdown", "ShutdownAsync", "Kill", "Interrupt", "Disconnect", "DisconnectAsync", "CancelPendingRead",
        "Unsubscribe", "UnsubscribeAsync", "StopListening", "StopProcessingAsync", "Fault",
    ];

    private static readonly HashSet<string> WakingVerbs = ["Set", "Release", "Signal", "SetResult", "TrySetResult", "TryWrite", "Change"];

    /// <summary>A method of this name closes, completes or cancels what it is called on.</summary>
    public static bool IsEnding(string method) => EndingVerbs.Contains(method);

    /// <summary>A method of this name wakes once who waits on what it is called on.</summary>
    public static bool IsWaking(string method) => WakingVerbs.Contains(method);

    private const int Deepest = 4;

    private readonly ConcurrentDictionary<ISymbol, Ending> known = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, Ending> ofVariables = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// Some stop path closes or completes what this field, property, local or parameter holds, so that <paramref name="wait"/> ends.
    /// A wait in the body of a hosted service must end before the host waits for that body: disposal comes after.
    /// </summary>
    public bool Ends(ISymbol variable, IOperation wait) => InTime(variable, wait, Ending.Ended, Ending.EndedLate);

    /// <summary>The same, or the wait is woken once: the code behind it can look whether to stop.</summary>
    public bool Wakes(ISymbol variable, IOperation wait)
        => Ends(variable, wait) || InTime(variable, wait, Ending.Woken, Ending.WokenLate);

    // What the owner ends when it is disposed of comes in time where the owner is.
    private bool InTime(ISymbol variable, IOperation wait, Ending early, Ending late)
        => Of(variable, wait) is var ending && (ending.HasFlag(early)
            || (ending.HasFlag(late) && (!model.RunsInWorker(wait) || (variable.ContainingType is { } owner && model.TimelyDisposals.Contains(owner)))));

    private Ending Of(ISymbol variable, IOperation near)
        => variable is ILocalSymbol or IParameterSymbol ? ofVariables.GetOrAdd(variable, it => Of(it, near, depth: 0)) : Of(variable, near, depth: 0);

    private Ending Of(ISymbol variable, IOperation near, int depth) => variable switch
    {
        ILocalSymbol local => Through(model.Variables.NamedIn(near.Root(), local)) | OfAliased(local, near, depth),
        IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } lambda } parameter
            => Through(model.Variables.NamedIn(near.Root(), parameter)) | OfElement(lambda, depth),
        IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.Constructor } } parameter
            => Through(model.Variables.NamedIn(near.Root(), parameter)) | AtCallers(parameter, depth),
        IFieldSymbol or IPropertySymbol or IParameterSymbol => known.GetOrAdd(variable.OriginalDefinition, OfMember),
        _ => Ending.None,
    };

    /// <summary>The queue, socket or port that this is an end of: <c>channel.Reader</c>, <c>source.Task</c>.</summary>
    public static IOperation? Whole(IOperation? end)
    {
        var it = end.Bare();
        while (it is IPropertyReferenceOperation { Property.Name: "Reader" or "Writer" or "BaseStream" or "WaitHandle" or "Task", Instance: { } owner })
        {
            it = owner.Bare();
        }

        return it;
    }

    // var reader = queue.Reader: whoever ends the queue ends its reader.
    private Ending OfAliased(ILocalSymbol local, IOperation near, int depth)
        => depth < Deepest && model.Values.Of(local, near) is { IsDefault: false, Length: 1 } values && values[0] is var only && Whole(only).ReferencedSymbol() is { } whole and not ILocalSymbol ? Of(whole, only, depth + 1) : Ending.None;

    // lanes.Select(lane => ...): each of them is ended where the collection is gone through.
    private Ending OfElement(IMethodSymbol lambda, int depth)
        => depth < Deepest && model.Bodies.Of(lambda)?.BareParent() is IArgumentOperation { Parent: IInvocationOperation call } && call.Receiver().ReferencedSymbol() is IFieldSymbol or IPropertySymbol or ILocalSymbol
            ? Of(call.Receiver().ReferencedSymbol()!, call, depth + 1)
            : Ending.None;

    // Who hands over what is waited on may end it.
    private Ending AtCallers(IParameterSymbol parameter, int depth)
    {
        var ending = Ending.None;
        if (depth < Deepest && model.Values.OfParameter(parameter) is { IsDefault: false } handed)
        {
            foreach (var value in handed)
            {
                ending |= Whole(value).ReferencedSymbol() is { } variable ? Of(variable, value, depth + 1) : Ending.None;
            }
        }

        return ending;
    }

    private Ending OfMember(ISymbol member)
    {
        var references = model.References.To(member, static it => Occurrences.MayEnd(it, static name => IsEnding(name) || IsWaking(name)));

        // Too many to look at: nothing is proven.
        return references.IsDefault ? Ending.Ended | Ending.Woken : Through(references);
    }

    private Ending Through(IEnumerable<IOperation> references)
    {
        var ending = Ending.None;
        foreach (var reference in references)
        {
            if (IsEnded(reference, EndingVerbs))
            {
                ending |= ComesTooLate(reference) ? Ending.EndedLate : Ending.Ended;
            }
            else if (IsEnded(reference, WakingVerbs))
            {
                ending |= ComesTooLate(reference) ? Ending.WokenLate : Ending.Woken;
            }
        }

        return ending;
    }

    /// <summary>Disposal follows when the host has waited for the body, and so does what stands behind the call of the base.</summary>
    public bool ComesTooLate(IOperation ending)
    {
        if (model.Bodies.FunctionAround(ending) is not { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } function)
        {
            return false;
        }

        return model.Contracts.IsDispose(function)
            || (model.Contracts.IsStop(function) && ending.Root().Descendants().OfType<IInvocationOperation>().Any(it =>
                it.TargetMethod.Name == "StopAsync" && it.Instance is IInstanceReferenceOperation && !it.IsVirtual && it.Syntax.SpanStart < ending.Syntax.SpanStart));
    }

    private bool IsEnded(IOperation reference, HashSet<string> verbs)
    {
        // channel.Writer.Complete(): what ends the part ends the whole.
        var named = reference.BareParent() is IPropertyReferenceOperation { Property.Name: "Writer" or "Client" or "BaseStream" or "Input" or "Output" } part ? part : reference;

        if (named.CallOn() is { } call && verbs.Contains(call.TargetMethod.Name))
        {
            return IsFelt(call) && (RunsAtStop(call) || EndsProduction(call));
        }

        return named.BareParent() switch
        {
            IMethodReferenceOperation group when verbs.Contains(group.Method.Name) => RunsAtStop(group),
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Register" or "UnsafeRegister", ContainingType: var type } } } => type.IsA(model.Types.CancellationToken),
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Exchange" or "CompareExchange" } } } argument => RunsAtStop(argument),
            IArgumentOperation { Parent: IInvocationOperation producer } argument when named != reference && CompletesIt(producer, argument) => true,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.DeclaringSyntaxReferences.Length: > 0 } helper } => model.RunsAtStop(helper),
            // The value goes into another variable there, or is looped over: that one is ended.
            IForEachLoopOperation loop => RunsAtStop(named) || loop.Body.OwnDescendantsAndSelf().OfType<IInvocationOperation>().Any(it => verbs.Contains(it.TargetMethod.Name) && EndsProduction(it)),
            IVariableInitializerOperation => RunsAtStop(named),
            _ => false,
        };
    }

    // Disposing of an event, a semaphore or a queue wakes nobody who waits for it; of a socket, a listener or a timer it does.
    private static bool IsFelt(IInvocationOperation call)
        => !call.TargetMethod.Name.StartsWith("Dispose", StringComparison.Ordinal)
        || call.Receiver()?.Type is not { ContainingNamespace: { } space, Name: not "PeriodicTimer" }
        || space.ToDisplayString() is not ("System.Threading" or "System.Collections.Concurrent");

    // The producer completes the queue when it ends, for whatever reason: finally { writer.Complete(); }
    private static bool EndsProduction(IInvocationOperation call)
    {
        IOperation below = call;
        foreach (var it in call.Ancestors())
        {
            if (it is ITryOperation @try && @try.Finally == below)
            {
                return call.TargetMethod.Name.Contains("Complete");
            }

            below = it;
        }

        return false;
    }

    // The writing end goes to a helper that completes it.
    private bool CompletesIt(IInvocationOperation producer, IArgumentOperation argument)
        => argument.Parameter?.OriginalDefinition is { } parameter
        && model.Bodies.Of(producer.TargetMethod) is { } body
        && body.Descendants().OfType<IParameterReferenceOperation>().Any(it => it.Parameter.Is(parameter) && it.CallOn() is { TargetMethod.Name: "Complete" or "TryComplete" });

    /// <summary>The operation is part of a stop path: by a contract, by who calls it, by registration, or by its name.</summary>
    public bool RunsAtStop(IOperation operation)
    {
        if (operation.BareParent() is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Register" or "UnsafeRegister" } })
        {
            return true;
        }

        return model.RunsAtStop(operation) || (IsNamedAsStop(model.Bodies.FunctionAround(operation)) && !model.NobodyRuns(operation));
    }

    /// <summary>Nobody in the project may call it, but its name says when it is to be called.</summary>
    public static bool IsNamedAsStop(IMethodSymbol? function)
    {
        while (function is { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction })
        {
            function = function.ContainingSymbol as IMethodSymbol;
        }

        return function is not null
            && (function.Name.StartsWith("Stop", StringComparison.Ordinal) || function.Name.StartsWith("Close", StringComparison.Ordinal)
                || function.Name.StartsWith("Dispose", StringComparison.Ordinal) || function.Name.StartsWith("Shutdown", StringComparison.Ordinal));
    }
}

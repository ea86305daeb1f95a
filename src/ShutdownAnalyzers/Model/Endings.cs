using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Model;

/// <summary>
/// Answers "does some stop path end what is behind this variable?": stop the listener, close the socket, complete the queue,
/// set the event. Whoever waits on it is woken then, so the wait needs no token.
/// </summary>
internal sealed class Endings(ShutdownModel model)
{
    private static readonly ImmutableHashSet<string> Verbs = ImmutableHashSet.Create(
        "Stop", "StopAsync", "Close", "CloseAsync", "CloseOutputAsync", "Dispose", "DisposeAsync", "Complete", "TryComplete", "CompleteAdding", "CompleteAsync",
        "Cancel", "CancelAsync", "SetResult", "TrySetResult", "SetCanceled", "TrySetCanceled", "SetException", "TrySetException",
        "Set", "Release", "Signal", "Abort", "Shutdown", "ShutdownAsync", "Kill", "Interrupt", "Disconnect", "DisconnectAsync", "CancelPendingRead",
        "Unsubscribe", "UnsubscribeAsync", "StopListening", "StopProcessingAsync", "Fault", "CancelIoEx", "Change");

    private readonly ConcurrentDictionary<ISymbol, bool> known = new(SymbolEqualityComparer.Default);

    /// <summary>Some stop path ends what this field, property, local or parameter holds.</summary>
    public bool Ends(ISymbol variable, IOperation near) => variable switch
    {
        ILocalSymbol local => EndsThrough(near.Root().DescendantsAndSelf().OfType<ILocalReferenceOperation>().Where(it => it.Local.Is(local))),
        IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.Constructor } } parameter
            => EndsThrough(near.Root().DescendantsAndSelf().OfType<IParameterReferenceOperation>().Where(it => it.Parameter.Is(parameter))),
        IFieldSymbol or IPropertySymbol or IParameterSymbol => known.GetOrAdd(variable.OriginalDefinition, EndsMember),
        _ => false,
    };

    private bool EndsMember(ISymbol member)
    {
        var references = model.References.To(member);

        // Too many to look at: nothing is proven.
        return references.IsDefault || EndsThrough(references);
    }

    private bool EndsThrough(IEnumerable<IOperation> references) => references.Any(IsEnded);

    private bool IsEnded(IOperation reference)
    {
        // channel.Writer.Complete(): what ends the part ends the whole.
        var named = reference.BareParent() is IPropertyReferenceOperation { Property.Name: "Writer" or "Client" or "BaseStream" or "Input" or "Output" } part ? part : reference;

        if (named.CallOn() is { } call && Verbs.Contains(call.TargetMethod.Name))
        {
            return RunsAtStop(call);
        }

        return named.BareParent() switch
        {
            IMethodReferenceOperation group when Verbs.Contains(group.Method.Name) => RunsAtStop(group),
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Register" or "UnsafeRegister", ContainingType: var type } } } => type.IsA(model.Types.CancellationToken),
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Exchange" or "CompareExchange" } } } argument => RunsAtStop(argument),
            IArgumentOperation { Parent: IInvocationOperation helper } argument when model.Places.Of(helper).HasFlag(Place.Stop) => helper.TargetMethod.DeclaringSyntaxReferences.Length > 0,
            // The value goes into another variable there, or is looped over: that one is ended.
            IVariableInitializerOperation or IForEachLoopOperation => RunsAtStop(named),
            _ => false,
        };
    }

    private bool RunsAtStop(IOperation operation)
    {
        if (operation.BareParent() is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Register" or "UnsafeRegister" } })
        {
            return true;
        }

        return model.Places.Of(operation).HasFlag(Place.Stop) || IsNamedAsStop(model.Bodies.FunctionAround(operation));
    }

    // Nobody in the project calls it, but its name says when it is to be called.
    private static bool IsNamedAsStop(IMethodSymbol? function)
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

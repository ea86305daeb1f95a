using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Model;

/// <summary>Answers "where does this code run?" by asking the frameworks' contracts, then those who call or hand over the function.</summary>
internal sealed class Places(ShutdownModel model)
{
    private readonly ConcurrentDictionary<IMethodSymbol, Place> known = new(SymbolEqualityComparer.Default);

    public Place Of(IOperation operation) => model.Bodies.FunctionAround(operation) is { } function ? Of(function) : Place.None;

    public Place Of(IMethodSymbol function)
        => known.GetOrAdd(function.OriginalDefinition, it => Of(it, new HashSet<ISymbol>(SymbolEqualityComparer.Default)));

    private Place Of(IMethodSymbol function, HashSet<ISymbol> asked)
    {
        function = function.OriginalDefinition;
        if (!asked.Add(function))
        {
            return Place.None;
        }

        var place = model.Contracts.PlaceOf(function);
        if (place != Place.None)
        {
            return place;
        }

        if (function.MethodKind == MethodKind.AnonymousFunction)
        {
            return model.Bodies.Of(function) is { } lambda ? OfValue(lambda, asked) : Place.None;
        }

        var references = model.References.To(function.AssociatedSymbol ?? function);
        if (references.IsDefault)
        {
            return Place.None;
        }

        foreach (var reference in references)
        {
            place |= reference is IMethodReferenceOperation group ? OfValue(group, asked)
                : reference is IInvocationOperation call && IsLeftRunning(call) ? Detached(call, asked)
                : Around(reference, asked);
        }

        return place;
    }

    // Not awaited here, and not further down by way of a local either.
    private bool IsLeftRunning(IInvocationOperation call)
        => call.GoesIntoCollection(model.Types) ? IsKept(call)
        : !call.Surfaces(model.Types) && (model.NobodyWaitsFor(call) || IsKept(call));

    private bool IsKept(IInvocationOperation call) => model.Uses.Of(call).Holders.Any(static it => it is not ILocalSymbol);

    // Started and not awaited on the spot: it outlives the start, the request or the entry point, but a worker stays one.
    private Place Detached(IInvocationOperation call, HashSet<ISymbol> asked) => Place.Detached | (Around(call, asked) & Place.Worker);

    private Place Around(IOperation operation, HashSet<ISymbol> asked)
        => model.Bodies.FunctionAround(operation) is { } function ? Of(function, asked) : Place.None;

    // Where a function runs that is handed over as a value: a lambda or a method group.
    private Place OfValue(IOperation function, HashSet<ISymbol> asked)
    {
        switch (function.BareParent())
        {
            case IArgumentOperation { Parent: IInvocationOperation call } argument:
                return model.Handovers.PlaceOf(call, argument) is { } known ? (known == Place.Detached ? Detached(call, asked) : known) : OfParameter(argument, call.TargetMethod, asked) ?? Around(call, asked);
            case IArgumentOperation { Parent: IObjectCreationOperation creation } argument:
                return model.Handovers.PlaceOf(creation) ?? OfParameter(argument, creation.Constructor, asked) ?? Around(creation, asked);
            case IEventAssignmentOperation { Adds: true } subscription:
                return model.Handovers.PlaceOf(subscription);
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                return OfVariable(declarator.Symbol, function, asked);
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation local }:
                return OfVariable(local.Local, function, asked);
            case IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } invoked:
                return Around(invoked, asked);
            case IReturnOperation or null:
                return Place.None;
            case { } other:
                return Around(other, asked);
        }
    }

    // A delegate parameter of the project's own code: where that code calls it or hands it on.
    private Place? OfParameter(IArgumentOperation argument, IMethodSymbol? callee, HashSet<ISymbol> asked)
    {
        if (argument.Parameter?.OriginalDefinition is not { } parameter || callee is null || model.Bodies.Of(callee) is not { } body || !asked.Add(parameter))
        {
            return null;
        }

        Place? place = null;
        foreach (var use in body.Descendants().OfType<IParameterReferenceOperation>())
        {
            if (use.Parameter.Is(parameter))
            {
                place = (place ?? Place.None) | OfValue(use, asked);
            }
        }

        return place;
    }

    private Place OfVariable(ILocalSymbol variable, IOperation function, HashSet<ISymbol> asked)
    {
        if (!asked.Add(variable))
        {
            return Place.None;
        }

        var place = Place.None;
        foreach (var use in function.Root().DescendantsAndSelf().OfType<ILocalReferenceOperation>())
        {
            if (use.Local.Is(variable))
            {
                place |= OfValue(use, asked);
            }
        }

        return place;
    }
}

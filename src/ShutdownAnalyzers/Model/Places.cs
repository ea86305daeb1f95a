using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Model;

/// <summary>Answers "where does this code run?" by asking the frameworks' contracts, then those who call or hand over the function.</summary>
/// <param name="model">The facts about the compilation.</param>
/// <param name="mayMatter">Whether to ask further who calls this function.</param>
internal sealed class Places(ShutdownModel model, Func<IMethodSymbol, bool> mayMatter)
{
    // Of functions, and of the parameters and locals that hold one. Null: nothing uses what the parameter holds.
    private readonly ConcurrentDictionary<ISymbol, Place?> known = new(SymbolEqualityComparer.Default);

    public Place Of(IOperation operation) => model.Bodies.FunctionAround(operation) is { } function ? Of(function) : Place.None;

    public Place Of(IMethodSymbol function)
        => known.TryGetValue(function.OriginalDefinition, out var place) ? place ?? Place.None : Of(function, new Recursion<ISymbol, Place?>(known, SymbolEqualityComparer.Default));

    private Place Of(IMethodSymbol function, Recursion<ISymbol, Place?> asked)
        => model.Contracts.PlaceOf(function.OriginalDefinition) is var place and not Place.None ? place
        : asked.Ask(function.OriginalDefinition, () => ByUses(function.OriginalDefinition, asked)) ?? Place.None;

    private Place ByUses(IMethodSymbol function, Recursion<ISymbol, Place?> asked)
    {
        if (function.MethodKind == MethodKind.AnonymousFunction)
        {
            return model.Bodies.Of(function) is { } lambda ? OfValue(lambda, asked) : Place.None;
        }

        if (!mayMatter(function))
        {
            return Place.None;
        }

        var place = Place.None;
        var references = model.References.To(function.AssociatedSymbol ?? function);
        foreach (var reference in references.IsDefault ? [] : references)
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
    private Place Detached(IInvocationOperation call, Recursion<ISymbol, Place?> asked) => Place.Detached | (Around(call, asked) & Place.Worker);

    private Place Around(IOperation operation, Recursion<ISymbol, Place?> asked)
        => model.Bodies.FunctionAround(operation) is { } function ? Of(function, asked) : Place.None;

    // Where a function runs that is handed over as a value: a lambda or a method group.
    private Place OfValue(IOperation function, Recursion<ISymbol, Place?> asked)
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
    private Place? OfParameter(IArgumentOperation argument, IMethodSymbol? callee, Recursion<ISymbol, Place?> asked)
    {
        return argument.Parameter?.OriginalDefinition is { } parameter && callee is not null && model.Bodies.Of(callee) is { } body
            ? asked.Ask(parameter, () => UsesOf(parameter, body))
            : null;

        Place? UsesOf(IParameterSymbol held, IOperation code)
        {
            Place? place = null;
            foreach (var use in code.Descendants().OfType<IParameterReferenceOperation>().Where(it => it.Parameter.Is(held)))
            {
                place = (place ?? Place.None) | OfValue(use, asked);
            }

            return place;
        }
    }

    private Place OfVariable(ILocalSymbol variable, IOperation function, Recursion<ISymbol, Place?> asked)
        => asked.Ask(variable, () => function.Root().DescendantsAndSelf().OfType<ILocalReferenceOperation>()
            .Where(it => it.Local.Is(variable))
            .Aggregate(Place.None, (place, use) => place | OfValue(use, asked))) ?? Place.None;
}

using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Model;

/// <summary>
/// The operations that make a value of the kind a rule asks about: themselves, or as a call of a helper of the project that
/// makes one and lets its caller have it.
/// </summary>
/// <param name="model">The facts about the compilation.</param>
/// <param name="made">The type of the values.</param>
/// <param name="makes">The operation itself makes such a value.</param>
/// <param name="leaves">Used like this inside a helper, the value is its caller's business.</param>
internal sealed class Makers(ShutdownModel model, INamedTypeSymbol made, Func<IOperation, bool> makes, Func<Usage, bool> leaves)
{
    // What each helper itself does with the value that it hands out; null for one that hands out none.
    private readonly ConcurrentDictionary<IMethodSymbol, Usage?> helpers = new(SymbolEqualityComparer.Default);

    /// <summary>The uses of the value that the operation makes, or <see langword="null"/> where it makes none.</summary>
    public Usage? Of(IOperation operation) => Of(operation, ImmutableHashSet<ISymbol>.Empty.WithComparer(SymbolEqualityComparer.Default));

    private Usage? Of(IOperation operation, ImmutableHashSet<ISymbol> asked)
    {
        if (makes(operation))
        {
            return model.Uses.InFunction(operation);
        }

        return Helper(operation) is { } helper && HandedOutBy(helper, asked) is { } inside ? inside.ThenOutside(OfResult(operation, helper)) : null;
    }

    private Usage? HandedOutBy(IMethodSymbol helper, ImmutableHashSet<ISymbol> asked)
    {
        if (helpers.TryGetValue(helper, out var known))
        {
            return known;
        }

        if (asked.Contains(helper) || model.Bodies.Of(helper) is not { } body)
        {
            return null;
        }

        Usage? handedOut = null;
        foreach (var operation in (body is ILocalFunctionOperation { Body: { } block } ? block : body).OwnDescendantsAndSelf())
        {
            if (Of(operation, asked.Add(helper)) is { } usage && leaves(usage))
            {
                handedOut = usage.And(handedOut);
            }
        }

        return helpers.GetOrAdd(helper, handedOut);
    }

    // The result of an async helper is what awaiting it yields; that of one that makes several is a collection of them.
    private Usage OfResult(IOperation call, IMethodSymbol helper)
    {
        if (made.IsA(model.Types.Task) || !(helper.ReturnType.IsA(model.Types.TaskOfT) || helper.ReturnType.IsA(model.Types.ValueTaskOfT)))
        {
            return OfValue(call);
        }

        var usage = model.Uses.InFunction(call);
        return usage.Operations(UseKind.Awaited).Aggregate(usage.Without(UseKind.Awaited), (whole, awaiting) => whole.And(OfValue(awaiting)));
    }

    private Usage OfValue(IOperation value)
        => value.Type is IArrayTypeSymbol || (value.Type.DerivesFrom(model.Types["System.Collections.IEnumerable"]) && !made.DerivesFrom(value.Type as INamedTypeSymbol))
            ? model.Uses.InFunctionOfContents(value)
            : model.Uses.InFunction(value);

    // What may be overridden may hand out something else.
    private IMethodSymbol? Helper(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { IsVirtual: false, IsAbstract: false, IsOverride: false, ReturnsVoid: false } method } => InSource(method),
        IPropertyReferenceOperation { Property.GetMethod: { IsVirtual: false, IsAbstract: false, IsOverride: false } getter } => InSource(getter),
        _ => null,
    };

    private IMethodSymbol? InSource(IMethodSymbol method) => method.OriginalDefinition is { DeclaringSyntaxReferences.Length: > 0 } source && MayCarry(source.ReturnType) ? source : null;

    // The made type itself, a base or interface of it, a task or collection of it.
    private bool MayCarry(ITypeSymbol type)
        => (type is INamedTypeSymbol named && made.DerivesFrom(named))
        || (type is IArrayTypeSymbol array && MayCarry(array.ElementType))
        || (type is INamedTypeSymbol { TypeArguments: [var argument] } && MayCarry(argument));
}

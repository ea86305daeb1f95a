using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Model;

/// <summary>Where a body names its locals and parameters: read once, as every value is followed from name to name.</summary>
internal sealed class Variables
{
    private readonly ConcurrentDictionary<IOperation, Dictionary<ISymbol, ImmutableArray<IOperation>>> known = new();

    /// <summary>The references to the local or parameter in this code, in their order; those in its lambdas too.</summary>
    public ImmutableArray<IOperation> NamedIn(IOperation root, ISymbol variable) => known.GetOrAdd(root, Collect).TryGetValue(variable, out var references) ? references : [];

    private static Dictionary<ISymbol, ImmutableArray<IOperation>> Collect(IOperation root)
    {
        var found = new Dictionary<ISymbol, ImmutableArray<IOperation>.Builder>(SymbolEqualityComparer.Default);
        foreach (var it in root.DescendantsAndSelf())
        {
            if (it is ILocalReferenceOperation or IParameterReferenceOperation && it.ReferencedSymbol() is { } variable)
            {
                if (!found.TryGetValue(variable, out var references))
                {
                    found.Add(variable, references = ImmutableArray.CreateBuilder<IOperation>());
                }

                references.Add(it);
            }
        }

        return found.ToDictionary(static it => it.Key, static it => it.Value.ToImmutable(), SymbolEqualityComparer.Default);
    }
}

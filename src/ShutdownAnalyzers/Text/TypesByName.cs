using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Text;

/// <summary>The types that a simple name stands for where it is first used: enough to sort out names that cannot matter.</summary>
internal sealed class TypesByName(Bodies bodies)
{
    private readonly ConcurrentDictionary<string, ImmutableArray<INamedTypeSymbol>> known = new(StringComparer.Ordinal);

    /// <summary>Empty where the name is none of a type that can be seen at the node.</summary>
    public ImmutableArray<INamedTypeSymbol> Of(string name, SyntaxNode near)
    {
        if (known.TryGetValue(name, out var kept))
        {
            return kept;
        }

        var found = bodies.Semantics(near.SyntaxTree).LookupNamespacesAndTypes(near.SpanStart, name: name).OfType<INamedTypeSymbol>().ToImmutableArray();
        return found.IsEmpty ? found : known.GetOrAdd(name, found);
    }
}

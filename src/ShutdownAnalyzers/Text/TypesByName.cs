using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Text;

/// <summary>The types that a simple name stands for where it is first used: enough to sort out names that cannot matter.</summary>
internal sealed class TypesByName(Bodies bodies, SourceTypes types)
{
    private readonly ConcurrentDictionary<string, ImmutableArray<INamedTypeSymbol>> known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(SyntaxTree, string), bool> unknown = new();

    /// <summary>Empty where the name is none of a type that can be seen at the node.</summary>
    public ImmutableArray<INamedTypeSymbol> Of(string name, SyntaxNode near)
    {
        if (known.TryGetValue(name, out var kept))
        {
            return kept;
        }

        // The project's own need no binding; all of that name count. A library's type of the same name is hidden by them.
        if (types.Named(name).ToImmutableArray() is { IsEmpty: false } own)
        {
            return known.GetOrAdd(name, own);
        }

        if (unknown.ContainsKey((near.SyntaxTree, name)))
        {
            return [];
        }

        var found = bodies.Semantics(near.SyntaxTree).LookupNamespacesAndTypes(near.SpanStart, name: name).OfType<INamedTypeSymbol>().ToImmutableArray();
        if (found.IsEmpty)
        {
            unknown.TryAdd((near.SyntaxTree, name), true);
            return found;
        }

        return known.GetOrAdd(name, found);
    }
}

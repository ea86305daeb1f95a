namespace ShutdownAnalyzers.Model;

/// <summary>The types that the project's source declares, nested ones too, and which of them derive from which.</summary>
internal sealed class SourceTypes(Compilation compilation)
{
    private readonly Lazy<ImmutableArray<INamedTypeSymbol>> all = new(() => Collect(compilation.Assembly.GlobalNamespace));
    private readonly Lazy<ILookup<INamedTypeSymbol, INamedTypeSymbol>> derived = new(() => Collect(compilation.Assembly.GlobalNamespace)
        .SelectMany(static type => Ancestors(type).Select(ancestor => (Ancestor: ancestor, Type: type)))
        .ToLookup(static it => it.Ancestor, static it => it.Type, (IEqualityComparer<INamedTypeSymbol>)SymbolEqualityComparer.Default));

    private readonly Lazy<ILookup<string, INamedTypeSymbol>> named = new(() => Collect(compilation.Assembly.GlobalNamespace).ToLookup(static it => it.Name, StringComparer.Ordinal));

    public ImmutableArray<INamedTypeSymbol> All => all.Value;

    /// <summary>The types of this name, in whatever namespace.</summary>
    public IEnumerable<INamedTypeSymbol> Named(string name) => named.Value[name];

    /// <summary>The types in source that derive from or implement this one.</summary>
    public IEnumerable<INamedTypeSymbol> DerivedFrom(INamedTypeSymbol type) => derived.Value[type.OriginalDefinition];

    private static IEnumerable<INamedTypeSymbol> Ancestors(INamedTypeSymbol type)
    {
        var ancestors = new HashSet<INamedTypeSymbol>(type.AllInterfaces.Select(static it => it.OriginalDefinition), SymbolEqualityComparer.Default);
        for (var it = type.BaseType; it is not null; it = it.BaseType)
        {
            ancestors.Add(it.OriginalDefinition);
        }

        ancestors.Remove(type);
        return ancestors;
    }

    private static ImmutableArray<INamedTypeSymbol> Collect(INamespaceSymbol root)
    {
        var types = ImmutableArray.CreateBuilder<INamedTypeSymbol>();
        var rest = new Stack<INamespaceOrTypeSymbol>();
        rest.Push(root);
        while (rest.Count > 0)
        {
            var it = rest.Pop();
            if (it is INamedTypeSymbol type)
            {
                types.Add(type);
            }

            // Asking a type for its types only: its members need not be read for that.
            foreach (var inner in it is INamespaceSymbol space ? space.GetMembers() : it.GetTypeMembers())
            {
                rest.Push((INamespaceOrTypeSymbol)inner);
            }
        }

        return types.ToImmutable();
    }
}

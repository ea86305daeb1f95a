using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Model;

/// <summary>Which types have instances that live as long as the application.</summary>
internal sealed class Lifespans(ShutdownModel model)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> known = new(SymbolEqualityComparer.Default);
    private readonly Lazy<ImmutableHashSet<ISymbol>> injected = new(() => Injected(model));

    /// <summary>
    /// A hosted service, a singleton, what one of those asks for in its constructor or creates for itself, what the entry point creates,
    /// and their base types.
    /// </summary>
    public bool IsLongLived(INamedTypeSymbol type) => IsLongLived(type, new HashSet<ISymbol>(SymbolEqualityComparer.Default));

    private bool IsLongLived(INamedTypeSymbol type, HashSet<ISymbol> asked)
    {
        type = type.OriginalDefinition;
        if (known.TryGetValue(type, out var answer))
        {
            return answer;
        }

        if (!asked.Add(type))
        {
            return false;
        }

        var lives = model.Registrations.IsSingleton(type)
            || injected.Value.Contains(type)
            || type.InstanceConstructors.Any(it => model.References.To(it) is { IsDefault: false } creations && creations.Any(creation => IsKept(creation, asked)))
            || (!type.IsSealed && model.SourceTypes.DerivedFrom(type).Any(it => IsLongLived(it, asked)));

        // Within a circle of types "no" is only the answer of this one way around it.
        if (lives || asked.Count == 1)
        {
            known.TryAdd(type, lives);
        }

        return lives;
    }

    // Created by the entry point, or for a member of a type that lives as long.
    private bool IsKept(IOperation creation, HashSet<ISymbol> asked)
        => creation is IObjectCreationOperation
        && (model.Places.Of(creation) == Place.Entry
            || (model.Uses.Of(creation).Holders.FirstOrDefault(static it => it is IFieldSymbol or IPropertySymbol) is { } member
                && (member.IsStatic || IsLongLived(member.ContainingType, asked))));

    // What the constructors of hosted services and singletons ask for, and what is behind the interfaces among it.
    private static ImmutableHashSet<ISymbol> Injected(ShutdownModel model)
    {
        var found = ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default);
        var rest = new Stack<INamedTypeSymbol>(model.SourceTypes.All.Where(it => it.TypeKind == TypeKind.Class && model.Registrations.IsSingleton(it)));
        while (rest.Count > 0)
        {
            foreach (var asked in rest.Pop().InstanceConstructors.SelectMany(static it => it.Parameters).Select(static it => it.Type.OriginalDefinition).OfType<INamedTypeSymbol>())
            {
                if (asked.DeclaringSyntaxReferences.Length > 0 && asked.TypeKind is TypeKind.Class or TypeKind.Interface && found.Add(asked))
                {
                    rest.Push(asked);
                    foreach (var implementation in model.SourceTypes.DerivedFrom(asked).Where(found.Add))
                    {
                        rest.Push(implementation);
                    }
                }
            }
        }

        return found.ToImmutable();
    }
}

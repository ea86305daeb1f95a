using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Model;

/// <summary>What the files of the project declare: types, and the members that are written in them.</summary>
internal sealed class Declared(Bodies bodies)
{
    private readonly ConcurrentDictionary<SyntaxTree, ImmutableArray<ISymbol>> known = new();

    /// <summary>A partial type is declared in each file that has a part of it.</summary>
    public ImmutableArray<ISymbol> In(SyntaxTree file) => known.GetOrAdd(file, it => [.. Find(it)]);

    private IEnumerable<ISymbol> Find(SyntaxTree file)
    {
        foreach (var type in SyntaxIndex.Of(file).Types.Select(it => bodies.Semantics(file).GetDeclaredSymbol(it)).OfType<INamedTypeSymbol>().Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default))
        {
            yield return type;
            foreach (var member in type.GetMembers())
            {
                if (member is { IsImplicitlyDeclared: false } and not INamedTypeSymbol && member.DeclaringSyntaxReferences.Any(it => it.SyntaxTree == file))
                {
                    yield return member;
                }
            }
        }
    }
}

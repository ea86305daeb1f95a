namespace ShutdownAnalyzers.Text;

/// <summary>
/// Which functions some code of the project may lead to, by name alone. Who is not among them need not be asked who calls it,
/// and who calls that one.
/// </summary>
/// <param name="names">The functions of the project.</param>
/// <param name="beginnings">The names that a file's part of that code uses or declares.</param>
internal sealed class NameReach(NameGraph names, Func<SyntaxIndex, NameGraph, IEnumerable<string>> beginnings)
{
    private readonly Lazy<HashSet<string>> reached = new(() => names.From(names.Files.SelectMany(it => beginnings(it, names))));

    /// <summary>Code that stands in no function with a name may be reached in ways of which names tell nothing.</summary>
    public bool MayLeadTo(SyntaxNode code) => WrittenSignatures.NamesAround(code).ToArray() is not { Length: > 0 } around || around.Any(reached.Value.Contains);

    public bool MayLeadTo(IMethodSymbol function) => function.MethodKind switch
    {
        MethodKind.Constructor or MethodKind.StaticConstructor => reached.Value.Contains(function.ContainingType.Name),
        MethodKind.PropertyGet or MethodKind.PropertySet => function.AssociatedSymbol is not { } property || reached.Value.Contains(property.SimpleName()),
        MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.ExplicitInterfaceImplementation => reached.Value.Contains(function.SimpleName()),
        _ => true,
    };
}

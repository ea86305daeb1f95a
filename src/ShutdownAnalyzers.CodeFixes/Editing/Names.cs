namespace ShutdownAnalyzers.Editing;

/// <summary>Which names mean what, and which are free.</summary>
internal static class Names
{
    /// <summary>A name written at this position means this symbol (and not a nearer one, nor a local that comes later).</summary>
    public static bool NameMeans(this SemanticModel semantics, int position, string name, ISymbol symbol)
        => semantics.LookupSymbols(position, name: name).Any(it => it.Is(symbol))
        && (symbol is not ILocalSymbol || symbol.DeclaringSyntaxReferences.Any(it => it.Span.End <= position));

    /// <summary>
    /// A name that is free at this position: nothing there has it, and no identifier in the member around it is spelled like
    /// it, so that nothing inside changes its meaning either.
    /// </summary>
    public static string FreshName(this SemanticModel semantics, int position, string wanted)
    {
        var root = semantics.SyntaxTree.GetRoot();
        SyntaxNode inside = root.FindToken(Math.Min(position, root.FullSpan.End - 1)).Parent ?? root;
        var member = inside.AncestorsAndSelf().FirstOrDefault(static it => it is MemberDeclarationSyntax and not (GlobalStatementSyntax or BaseNamespaceDeclarationSyntax)) ?? root;
        var taken = new HashSet<string>(member.DescendantTokens().Where(static it => it.IsKind(SyntaxKind.IdentifierToken)).Select(static it => it.ValueText));
        return Free(wanted, it => taken.Contains(it) || !semantics.LookupSymbols(position, name: it).IsEmpty);
    }

    /// <summary>The wanted name, or with the first number behind it that makes it free.</summary>
    public static string Free(string wanted, Func<string, bool> isTaken)
    {
        if (!isTaken(wanted))
        {
            return wanted;
        }

        var number = 2;
        while (isTaken(wanted + number))
        {
            number++;
        }

        return wanted + number;
    }

    /// <summary>The name as code writes it: keywords get their <c>@</c>.</summary>
    public static string Escaped(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}

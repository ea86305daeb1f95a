using Microsoft.CodeAnalysis.Simplification;

namespace ShutdownAnalyzers.Editing;

/// <summary>
/// Adds the <c>using</c> directives that new code needs to be written short. (The host's own adder overlooks attributes, and
/// leaves an empty line at the top of a file that needs nothing.)
/// </summary>
internal static class Imports
{
    /// <summary>Imports what names with <see cref="Simplifier.AddImportsAnnotation"/> need; names that mean another type here stay long.</summary>
    public static async Task<Document> AddToAsync(Document document, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not CompilationUnitSyntax root
            || !root.GetAnnotatedNodes(Simplifier.AddImportsAnnotation).Any()
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } semantics)
        {
            return document;
        }

        var namespaces = root.GetAnnotatedNodes(Simplifier.AddImportsAnnotation)
            .Where(it => TypeNamed(semantics, it) is { } type && semantics.LookupNamespacesAndTypes(it.SpanStart, name: type.Name).IsEmpty)
            .Select(it => TypeNamed(semantics, it)!.ContainingNamespace.ToDisplayString())
            .Distinct();
        return namespaces.Any() ? document.WithSyntaxRoot(namespaces.Aggregate(root, WithUsing)) : document;
    }

    private static INamedTypeSymbol? TypeNamed(SemanticModel semantics, SyntaxNode name)
    {
        var symbol = semantics.GetSymbolInfo(name).Symbol;
        return (symbol is IMethodSymbol { MethodKind: MethodKind.Constructor } ? symbol.ContainingType : symbol) as INamedTypeSymbol;
    }

    private static CompilationUnitSyntax WithUsing(CompilationUnitSyntax root, string name)
    {
        var added = SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(name))
            .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space))
            .WithTrailingTrivia(SyntaxFactory.LineFeed);
        if (root.Usings.Count == 0 && root.Members.OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault(static it => it.Usings.Count > 0) is { } space)
        {
            return root.ReplaceNode(space, space.WithUsings(Inserted(space.Usings, added.WithLeadingTrivia(space.Usings[0].GetLeadingTrivia().Where(static it => it.IsKind(SyntaxKind.WhitespaceTrivia))))));
        }

        if (root.Usings.Count > 0)
        {
            return root.WithUsings(Inserted(root.Usings, added));
        }

        // A file header stays at the top: comments and directives up to the first empty line.
        var first = root.GetFirstToken(includeZeroWidth: true);
        var header = HeaderLength(first.LeadingTrivia);
        var rest = first.LeadingTrivia.Skip(header).SkipWhile(static it => it.IsKind(SyntaxKind.EndOfLineTrivia)).ToList();
        return root
            .ReplaceToken(first, first.WithLeadingTrivia(rest))
            .WithUsings([added
                .WithLeadingTrivia(first.LeadingTrivia.Take(header))
                .WithTrailingTrivia(SyntaxFactory.LineFeed, SyntaxFactory.LineFeed)]);
    }

    // Among the plain usings by name, System first; behind them where they are in no order.
    private static SyntaxList<UsingDirectiveSyntax> Inserted(SyntaxList<UsingDirectiveSyntax> usings, UsingDirectiveSyntax added)
    {
        var index = 0;
        while (index < usings.Count && (usings[index].GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword) || (IsPlain(usings[index]) && Compare(usings[index], added) < 0)))
        {
            index++;
        }

        if (index > 0 || !IsPlain(usings[0]))
        {
            return usings.Insert(index, added);
        }

        // What stands above the first one stays at the top.
        return usings.Replace(usings[0], usings[0].WithoutLeadingTrivia()).Insert(0, added.WithLeadingTrivia(usings[0].GetLeadingTrivia()));
    }

    private static bool IsPlain(UsingDirectiveSyntax it) => it.Alias is null && it.StaticKeyword.IsKind(SyntaxKind.None);

    private static int Compare(UsingDirectiveSyntax left, UsingDirectiveSyntax right)
    {
        var (a, b) = (left.NamespaceOrType.ToString(), right.NamespaceOrType.ToString());
        var (isSystemA, isSystemB) = (IsSystem(a), IsSystem(b));
        return isSystemA == isSystemB ? StringComparer.OrdinalIgnoreCase.Compare(a, b) : isSystemA ? -1 : 1;

        static bool IsSystem(string it) => it == "System" || it.StartsWith("System.", StringComparison.Ordinal);
    }

    private static int HeaderLength(SyntaxTriviaList trivia)
    {
        if (!trivia.Any(static it => it.IsKind(SyntaxKind.SingleLineCommentTrivia) || it.IsKind(SyntaxKind.MultiLineCommentTrivia) || it.IsDirective))
        {
            return 0;
        }

        var isLineEmpty = true;
        for (var i = 0; i < trivia.Count; i++)
        {
            if (trivia[i].IsKind(SyntaxKind.EndOfLineTrivia))
            {
                if (isLineEmpty && i > 0)
                {
                    return i + 1;
                }

                isLineEmpty = true;
            }
            else
            {
                // A directive ends its line itself.
                isLineEmpty = trivia[i].IsDirective || (isLineEmpty && trivia[i].IsKind(SyntaxKind.WhitespaceTrivia));
            }
        }

        return 0;
    }
}

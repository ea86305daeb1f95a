namespace ShutdownAnalyzers.Editing;

/// <summary>What other documents can see of a document, as text: enough to tell which of them an edit could have broken.</summary>
internal static class Signatures
{
    public static async Task<ImmutableArray<DocumentId>> DocumentsThatMayReferToChangedOnesAsync(
        Solution before, Solution after, ImmutableArray<DocumentId> changed, CancellationToken cancellation)
    {
        var names = new HashSet<string>();
        foreach (var id in changed)
        {
            var old = await OfAsync(before.GetDocument(id), cancellation).ConfigureAwait(false);
            var now = await OfAsync(after.GetDocument(id), cancellation).ConfigureAwait(false);
            old.SymmetricExceptWith(now);
            names.UnionWith(old.Select(static it => it.Name));
        }

        if (names.Count == 0)
        {
            return [];
        }

        var projects = changed.Select(static it => it.ProjectId).Distinct()
            .SelectMany(it => after.GetProjectDependencyGraph().GetProjectsThatTransitivelyDependOnThisProject(it).Append(it))
            .Distinct();
        var found = ImmutableArray.CreateBuilder<DocumentId>();
        foreach (var document in projects.SelectMany(it => after.GetProject(it)!.Documents).Where(it => !changed.Contains(it.Id)))
        {
            var text = (await document.GetTextAsync(cancellation).ConfigureAwait(false)).ToString();
            if (names.Any(it => text.IndexOf(it, StringComparison.Ordinal) >= 0))
            {
                found.Add(document.Id);
            }
        }

        return found.ToImmutable();
    }

    private static async Task<HashSet<(string Name, string Signature)>> OfAsync(Document? document, CancellationToken cancellation)
        => document is not null && await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is { } root
            ? [.. root.DescendantNodes(static it => it is not (BlockSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax))
                .OfType<MemberDeclarationSyntax>()
                .Where(CanBeSeenElsewhere)
                .Select(static it => (NameOf(it), Head(it)))
                .Where(static it => it.Item1.Length > 0)]
            : [];

    private static bool CanBeSeenElsewhere(MemberDeclarationSyntax member)
        => member is not (GlobalStatementSyntax or BaseNamespaceDeclarationSyntax)
        && (member is BaseTypeDeclarationSyntax
            || member.Parent is not TypeDeclarationSyntax type
            || type.Modifiers.Any(SyntaxKind.PartialKeyword)
            || type is InterfaceDeclarationSyntax
            || member.Modifiers.Any(static it => it.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword)
            || member is MethodDeclarationSyntax { ExplicitInterfaceSpecifier: not null });

    private static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        BaseTypeDeclarationSyntax it => it.Identifier.ValueText,
        DelegateDeclarationSyntax it => it.Identifier.ValueText,
        MethodDeclarationSyntax it => it.Identifier.ValueText,
        ConstructorDeclarationSyntax it => it.Identifier.ValueText,
        PropertyDeclarationSyntax it => it.Identifier.ValueText,
        EventDeclarationSyntax it => it.Identifier.ValueText,
        BaseFieldDeclarationSyntax { Declaration.Variables: [var first, ..] } => first.Identifier.ValueText,
        _ => "",
    };

    // The declaration without what it does: tokens only, so that moved trivia does not count.
    private static string Head(MemberDeclarationSyntax member) => string.Join(" ", member
        .DescendantTokens(it => it == member || it is not (MemberDeclarationSyntax or BlockSyntax or ArrowExpressionClauseSyntax or EqualsValueClauseSyntax or ConstructorInitializerSyntax))
        .Select(static it => it.Text));
}

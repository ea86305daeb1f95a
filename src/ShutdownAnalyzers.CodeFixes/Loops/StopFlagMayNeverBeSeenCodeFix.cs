namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT109: the flag becomes volatile, so that each turn of the loop reads it anew.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StopFlagMayNeverBeSeenCodeFix))]
public sealed class StopFlagMayNeverBeSeenCodeFix() : ShutdownCodeFix(Rules.StopFlagMayNeverBeSeen)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Property("flag") is not { } name
            || finding.Type is not { } type
            || type.SourceHierarchy().SelectMany(it => it.GetMembers(name)).OfType<IFieldSymbol>().FirstOrDefault() is not { } flag
            || flag.DeclaringSyntaxReferences[0].GetSyntax(finding.Cancellation).FirstAncestorOrSelf<FieldDeclarationSyntax>() is not { } declaration
            || finding.Solution.GetDocumentId(declaration.SyntaxTree) is not { } document)
        {
            return [];
        }

        return [new Repair($"Make '{name}' volatile", "volatile", async solution =>
        {
            var editor = await solution.GetDocumentEditorAsync(document, finding.Cancellation).ConfigureAwait(false);
            editor.ReplaceNode(declaration, static (now, _) => Volatile((FieldDeclarationSyntax)now));
        })];
    }

    private static FieldDeclarationSyntax Volatile(FieldDeclarationSyntax field)
    {
        var modifier = SyntaxFactory.Token(SyntaxKind.VolatileKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        return field.Modifiers.Count > 0
            ? field.AddModifiers(modifier)
            : field.WithDeclaration(field.Declaration.WithType(field.Declaration.Type.WithoutLeadingTrivia())).WithModifiers([modifier.WithLeadingTrivia(field.Declaration.GetLeadingTrivia())]);
    }
}

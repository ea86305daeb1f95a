namespace ShutdownAnalyzers.Editing;

/// <summary>A value that code creates is held, and released when the scope around it ends: <c>using var</c>.</summary>
internal static class UsingDeclarations
{
    /// <summary>The statement that declares a local for the value, or drops it: there a using declaration may stand instead.</summary>
    public static StatementSyntax? StatementOf(ExpressionSyntax value) => (StatementSyntax?)(value.Parent switch
    {
        ExpressionStatementSyntax it => (SyntaxNode)it,
        AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax it } discard when discard.IsDiscard() => it,
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax it } } } => it,
        _ => null,
    }) is { Parent: BlockSyntax or GlobalStatementSyntax } statement ? statement : null;

    /// <summary>The scope does not end at once: something behind the statement may take its time.</summary>
    public static bool ScopeWaitsBehind(StatementSyntax statement, Finding finding)
    {
        var behind = statement.Parent is GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } global
            ? unit.Members.SkipWhile(it => it != global).Skip(1).OfType<GlobalStatementSyntax>().Select(static it => it.Statement)
            : ((BlockSyntax)statement.Parent!).Statements.SkipWhile(it => it != statement).Skip(1);
        return finding.Model.Pauses.MayBeIn(behind.Where(static it => it is not LocalFunctionStatementSyntax).Select(finding.Operation).OfType<IOperation>());
    }

    /// <summary><c>using var name = value;</c> in place of the statement; a local keeps its name.</summary>
    public static void Hold(this SyntaxEditor editor, StatementSyntax statement, string name)
        => editor.ReplaceNode(statement, (current, _) => Declared((StatementSyntax)current, name, []));

    /// <summary><c>await using var name = value;</c> in place of the statement.</summary>
    public static void HoldAsynchronously(this SyntaxEditor editor, StatementSyntax statement, string name)
        => editor.ReplaceNode(statement, (current, _) => Declared((StatementSyntax)current, name, [SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space)]));

    private static LocalDeclarationStatementSyntax Declared(StatementSyntax statement, string name, SyntaxTokenList await)
    {
        var local = (statement as LocalDeclarationStatementSyntax ?? Discards.Kept((ExpressionStatementSyntax)statement, name)).WithoutLeadingTrivia();
        return local
            .WithAwaitKeyword(await.FirstOrDefault())
            .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space))
            .WithLeadingTrivia(statement.GetLeadingTrivia());
    }
}

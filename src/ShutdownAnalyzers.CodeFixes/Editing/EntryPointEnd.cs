using Microsoft.CodeAnalysis.Formatting;

namespace ShutdownAnalyzers.Editing;

/// <summary>What has to be done when the program ends, however it ends: in a <c>finally</c> of its entry point.</summary>
internal static class EntryPointEnd
{
    /// <summary>The code of the entry point may await.</summary>
    public static bool CanAwait(ShutdownModel model) => model.Contracts.EntryPoint is { IsAsync: true };

    /// <summary>
    /// The edit that puts the statement into the <c>finally</c> of the last <c>try</c> of the entry point, or of a new one around
    /// what stands behind <paramref name="node"/> (around all where that is elsewhere). <see langword="null"/> where there is nothing to put into a <c>try</c>.
    /// </summary>
    public static Support? With(string statement, SyntaxNode node, ShutdownModel model)
    {
        var declared = model.Contracts.EntryPoint?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        var statements = StatementsOf(declared);
        var behind = statements.Where(it => it.SyntaxTree != node.SyntaxTree || it.Span.Contains(node.Span) || it.SpanStart > node.Span.End).ToList();
        if (behind.OfType<TryStatementSyntax>().LastOrDefault() is { } existing)
        {
            return new Support("finally " + statement, existing, editor => editor.ReplaceNode(existing, (current, _) => WithFinally((TryStatementSyntax)current, NewCode.Statement(statement))));
        }

        // Top-level statements cannot be moved into a try: what they declare is for all of them.
        var tried = behind.Where(it => it.SyntaxTree != node.SyntaxTree || !it.Span.Contains(node.Span) || node.FunctionAround() != declared).ToList();
        return declared is MethodDeclarationSyntax { Body: not null } && tried.Count > 0
            ? new Support("finally " + statement, tried[0].Parent!, editor => editor.WrapInTryFinally(tried[0], tried[tried.Count - 1], [NewCode.Statement(statement)]))
            : null;
    }

    private static IEnumerable<StatementSyntax> StatementsOf(SyntaxNode? entry) => entry switch
    {
        MethodDeclarationSyntax { Body: { } body } => body.Statements,
        CompilationUnitSyntax unit => unit.Members.OfType<GlobalStatementSyntax>().Select(static it => it.Statement),
        _ => [],
    };

    private static TryStatementSyntax WithFinally(TryStatementSyntax statement, StatementSyntax closing)
        => statement.Finally is { } existing
            ? statement.WithFinally(existing.WithBlock(existing.Block.AddStatements(closing)))
            : statement.WithFinally(SyntaxFactory.FinallyClause(SyntaxFactory.Block(closing)).WithAdditionalAnnotations(Formatter.Annotation));
}

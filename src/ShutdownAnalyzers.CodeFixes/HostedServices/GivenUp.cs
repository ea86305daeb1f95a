namespace ShutdownAnalyzers.HostedServices;

/// <summary>A wait that may end by an exception: its statement goes into a <c>try</c>, and the code behind it goes on.</summary>
internal static class GivenUp
{
    /// <summary>
    /// Records that the expression becomes another one and that its statement is guarded by this catch (as text). A function that
    /// hands the task on becomes async, so that it can catch. <see langword="false"/> where there is no function for that.
    /// </summary>
    public static bool Guard(SyntaxEditor editor, Finding finding, ExpressionSyntax wait, Func<SyntaxNode, SyntaxNode> changed, string caught)
    {
        if (wait.FunctionAround() is not { } function || finding.Semantics.SymbolOf(function) is not { } symbol || !AsyncFunctions.CanBeAsync(symbol, finding.Model))
        {
            return false;
        }

        var mark = new SyntaxAnnotation();
        editor.ReplaceNode(wait, (current, _) => changed(current).WithAdditionalAnnotations(mark));
        editor.EnsureBlock(function, symbol);
        editor.MakeAsync(function, symbol);
        editor.ReplaceNode(function, (current, _) => Guarded(current, mark, caught));
        return true;
    }

    private static SyntaxNode Guarded(SyntaxNode function, SyntaxAnnotation mark, string caught)
        => function.GetAnnotatedNodes(mark).FirstOrDefault()?.FirstAncestorOrSelf<StatementSyntax>() is { } statement
            ? function.ReplaceNode(statement, Statements.Caught([statement], caught) is var guarded && statement.Parent is BlockSyntax or SwitchSectionSyntax ? guarded : InBlock(guarded))
            : function;

    private static BlockSyntax InBlock(StatementSyntax statement) => SyntaxFactory.Block(statement).WithAdditionalAnnotations(Microsoft.CodeAnalysis.Formatting.Formatter.Annotation);
}

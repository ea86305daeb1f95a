namespace ShutdownAnalyzers.Editing;

/// <summary>Values that are thrown away: <c>value;</c> and <c>_ = value;</c>.</summary>
internal static class Discards
{
    /// <summary><c>_ = value</c>.</summary>
    public static bool IsDiscard(this SyntaxNode? node) => node is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } };

    /// <summary>The value without the discard in front of it; what is said in between stays in front of the value.</summary>
    public static ExpressionSyntax Value(ExpressionSyntax dropped) => dropped is AssignmentExpressionSyntax discard && discard.IsDiscard()
        ? discard.Right.WithLeadingTrivia(discard.GetLeadingTrivia().AddRange(Remarks(discard.Left.GetTrailingTrivia(), discard.OperatorToken.TrailingTrivia, discard.Right.GetLeadingTrivia())))
        : dropped;

    /// <summary>The comments, each with a space behind it.</summary>
    public static SyntaxTriviaList Remarks(params SyntaxTriviaList[] trivia) => SyntaxFactory.TriviaList(trivia
        .SelectMany(static it => it)
        .Where(static it => !it.IsKind(SyntaxKind.WhitespaceTrivia) && !it.IsKind(SyntaxKind.EndOfLineTrivia))
        .SelectMany(static it => new[] { it, SyntaxFactory.Space }));

    /// <summary><c>var name = value;</c> in place of the statement that throws the value away.</summary>
    public static LocalDeclarationStatementSyntax Kept(ExpressionStatementSyntax dropped, string name)
    {
        var value = Value(dropped.Expression);
        var declarator = SyntaxFactory.VariableDeclarator(
            SyntaxFactory.Identifier(name).WithTrailingTrivia(SyntaxFactory.Space),
            null,
            SyntaxFactory.EqualsValueClause(SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space), value.WithLeadingTrivia(Behind(dropped, value))));
        return SyntaxFactory.LocalDeclarationStatement(SyntaxFactory.VariableDeclaration(SyntaxFactory.IdentifierName("var").WithTrailingTrivia(SyntaxFactory.Space), [declarator]))
            .WithSemicolonToken(dropped.SemicolonToken)
            .WithLeadingTrivia(dropped.GetLeadingTrivia());
    }

    /// <summary><c>await value</c>; what stands in front stays in front.</summary>
    public static AwaitExpressionSyntax Awaited(ExpressionSyntax dropped)
    {
        var value = Value(dropped);
        return SyntaxFactory.AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), value.WithLeadingTrivia(Behind(dropped, value)))
            .WithLeadingTrivia(dropped.GetLeadingTrivia());
    }

    // What was said in front of the value but behind the start of what is replaced.
    private static SyntaxTriviaList Behind(SyntaxNode replaced, ExpressionSyntax value)
        => SyntaxFactory.TriviaList(value.GetLeadingTrivia().Skip(replaced.GetLeadingTrivia().Count));
}

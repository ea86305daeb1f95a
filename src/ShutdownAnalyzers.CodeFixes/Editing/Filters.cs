namespace ShutdownAnalyzers.Editing;

/// <summary>Filters of catch clauses are added and extended; the comments around them stay.</summary>
internal static class Filters
{
    /// <summary>The catch, which also asks this condition before it takes an exception.</summary>
    public static CatchClauseSyntax With(CatchClauseSyntax clause, string condition)
    {
        if (clause.Filter is { FilterExpression: var said })
        {
            var first = said is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression } or ConditionalExpressionSyntax
                ? $"({said.WithoutTrivia().ToFullString()})"
                : said.WithoutTrivia().ToFullString();
            return clause.ReplaceNode(said, NewCode.Expression($"{first} && {condition}").WithTriviaFrom(said));
        }

        // What stands behind the head of the catch stays behind it.
        var last = clause.Declaration?.GetLastToken() ?? clause.CatchKeyword;
        var added = SyntaxFactory.CatchFilterClause(NewCode.Expression(condition))
            .WithWhenKeyword(SyntaxFactory.Token(SyntaxKind.WhenKeyword).WithTrailingTrivia(SyntaxFactory.Space))
            .WithTrailingTrivia(last.TrailingTrivia);
        return clause.ReplaceToken(last, last.WithTrailingTrivia(SyntaxFactory.Space)).WithFilter(added);
    }
}

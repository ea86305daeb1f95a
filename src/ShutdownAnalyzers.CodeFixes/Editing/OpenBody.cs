using Microsoft.CodeAnalysis.Formatting;

namespace ShutdownAnalyzers.Editing;

/// <summary>An expression body becomes a block, so that statements can be added to it.</summary>
internal static class OpenBody
{
    /// <summary>Records that the function has a block body. Nothing happens where it has one.</summary>
    public static void EnsureBlock(this SyntaxEditor editor, SyntaxNode function, IMethodSymbol symbol)
        => editor.ReplaceNode(function, (current, _) => Opened(current, symbol));

    /// <summary>The function with a block body; it may have become async since it was this symbol.</summary>
    public static SyntaxNode Opened(SyntaxNode function, IMethodSymbol symbol)
    {
        var yieldsValue = !symbol.ReturnsVoid && (!Functions.IsAsync(function) || symbol.ReturnType is INamedTypeSymbol { IsGenericType: true });
        switch (function)
        {
            case MethodDeclarationSyntax { ExpressionBody: { } arrow } it:
                return it.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Block(arrow, it.SemicolonToken, yieldsValue));
            case ConstructorDeclarationSyntax { ExpressionBody: { } arrow } it:
                return it.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Block(arrow, it.SemicolonToken, yieldsValue: false));
            case DestructorDeclarationSyntax { ExpressionBody: { } arrow } it:
                return it.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Block(arrow, it.SemicolonToken, yieldsValue: false));
            case LocalFunctionStatementSyntax { ExpressionBody: { } arrow } it:
                return it.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Block(arrow, it.SemicolonToken, yieldsValue));
            case AccessorDeclarationSyntax { ExpressionBody: { } arrow } it:
                return it.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Block(arrow, it.SemicolonToken, yieldsValue));
            case LambdaExpressionSyntax { ExpressionBody: { } expression } it:
                var statement = Statement(expression.WithoutTrivia(), yieldsValue)
                    .WithLeadingTrivia(expression.GetLeadingTrivia())
                    .WithTrailingTrivia(Behind(expression.GetTrailingTrivia()));
                return it.WithExpressionBody(null).WithBlock(SyntaxFactory.Block(statement).WithAdditionalAnnotations(Formatter.Annotation));
            default:
                return function;
        }
    }

    private static BlockSyntax Block(ArrowExpressionClauseSyntax arrow, SyntaxToken semicolon, bool yieldsValue)
    {
        // What was said between the signature and the expression is said above the statement; behind the semicolon, behind it.
        var above = arrow.ArrowToken.LeadingTrivia.AddRange(arrow.ArrowToken.TrailingTrivia).AddRange(arrow.Expression.GetLeadingTrivia());
        var statement = Statement(arrow.Expression.WithoutTrivia(), yieldsValue)
            .WithLeadingTrivia(above.Where(static it => !IsSpace(it)).SelectMany(static it => new[] { it, SyntaxFactory.ElasticLineFeed }))
            .WithTrailingTrivia(Behind(arrow.Expression.GetTrailingTrivia().AddRange(semicolon.LeadingTrivia).AddRange(semicolon.TrailingTrivia)));
        return SyntaxFactory.Block(statement)
            .WithTrailingTrivia(SyntaxFactory.ElasticLineFeed)
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static StatementSyntax Statement(ExpressionSyntax expression, bool yieldsValue) => expression switch
    {
        ThrowExpressionSyntax it => SyntaxFactory.ThrowStatement(it.ThrowKeyword, it.Expression, SyntaxFactory.Token(SyntaxKind.SemicolonToken)),
        _ when yieldsValue => SyntaxFactory.ReturnStatement(SyntaxFactory.Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(SyntaxFactory.Space), expression, SyntaxFactory.Token(SyntaxKind.SemicolonToken)),
        _ => SyntaxFactory.ExpressionStatement(expression),
    };

    private static SyntaxTriviaList Behind(SyntaxTriviaList trivia)
        => SyntaxFactory.TriviaList(trivia.Where(static it => !IsSpace(it)).SelectMany(static it => new[] { SyntaxFactory.Space, it })).Add(SyntaxFactory.ElasticLineFeed);

    private static bool IsSpace(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia);
}

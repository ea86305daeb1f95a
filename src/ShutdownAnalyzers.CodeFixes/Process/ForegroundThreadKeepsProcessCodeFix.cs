namespace ShutdownAnalyzers.Process;

/// <summary>SHUT509: <c>new Thread(Work)</c> becomes <c>new Thread(Work) { IsBackground = true }</c>.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ForegroundThreadKeepsProcessCodeFix))]
public sealed class ForegroundThreadKeepsProcessCodeFix() : ShutdownCodeFix(Rules.ForegroundThreadKeepsProcess)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Node is BaseObjectCreationExpressionSyntax creation && finding.Operation(creation) is IObjectCreationOperation thread)
        {
            // What says 'false' today would say it again after the initializer.
            var said = finding.Model.Uses.ByCaller(thread)
                .SelectMany(static it => it.Assigned("IsBackground"))
                .Select(static it => it.Syntax)
                .Where(it => it.SyntaxTree == finding.Root.SyntaxTree)
                .Distinct()
                .ToList();
            yield return new Repair("Make it a background thread", "Background", finding, editor =>
            {
                foreach (var value in said)
                {
                    editor.ReplaceNode(value, static (current, _) => SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression).WithTriviaFrom(current));
                }

                if (said.Count == 0)
                {
                    editor.ReplaceNode(creation, static (current, _) => WithIsBackground((BaseObjectCreationExpressionSyntax)current));
                }
            });
        }
    }

    private static BaseObjectCreationExpressionSyntax WithIsBackground(BaseObjectCreationExpressionSyntax creation)
    {
        var set = SyntaxFactory.AssignmentExpression(
            SyntaxKind.SimpleAssignmentExpression,
            SyntaxFactory.IdentifierName("IsBackground"),
            SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression)).NormalizeWhitespace();
        if (creation.Initializer is { Expressions.Count: > 0 } initializer)
        {
            return creation.WithInitializer(initializer.WithExpressions(Before(initializer.Expressions, set)));
        }

        // What follows on the next lines, '.Start()' for one, stays there.
        return ((BaseObjectCreationExpressionSyntax)creation.WithoutTrailingTrivia())
            .WithInitializer(((InitializerExpressionSyntax)SyntaxFactory.InitializerExpression(SyntaxKind.ObjectInitializerExpression, [set]).NormalizeWhitespace(elasticTrivia: false))
                .WithOpenBraceToken(SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space))
                .WithExpressions([set.WithTrailingTrivia(SyntaxFactory.Space)])
                .WithCloseBraceToken(SyntaxFactory.Token(SyntaxKind.CloseBraceToken)))
            .WithTrailingTrivia(creation.GetTrailingTrivia());
    }

    // In front: a comma at the end, and what is said behind the last one, stay as they are.
    private static SeparatedSyntaxList<ExpressionSyntax> Before(SeparatedSyntaxList<ExpressionSyntax> expressions, ExpressionSyntax added)
    {
        var first = expressions[0];
        var onOwnLines = first.GetLeadingTrivia().Any(static it => it.IsKind(SyntaxKind.WhitespaceTrivia));
        var separator = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(onOwnLines ? SyntaxFactory.ElasticLineFeed : SyntaxFactory.Space);
        var indent = first.GetLeadingTrivia().Where(static it => it.IsKind(SyntaxKind.WhitespaceTrivia)).Take(1);
        var nodes = expressions.GetWithSeparators().Insert(0, separator).Insert(0, added.WithLeadingTrivia(indent));
        return SyntaxFactory.SeparatedList<ExpressionSyntax>(nodes);
    }
}

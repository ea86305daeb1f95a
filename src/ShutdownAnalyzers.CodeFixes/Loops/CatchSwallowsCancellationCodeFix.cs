namespace ShutdownAnalyzers.Loops;

/// <summary>
/// SHUT104: the catch lets the cancellation by the stop signal pass. Where nobody awaits the code (a thread, a void method) it
/// would crash the process, so there the loop is left; where a helper's catch takes it, the loop asks the signal.
/// </summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CatchSwallowsCancellationCodeFix))]
public sealed class CatchSwallowsCancellationCodeFix() : ShutdownCodeFix(Rules.CatchSwallowsCancellation)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (Loop(finding.Node) is not { } loop || StopSignals.InReach(finding, loop) is not { } signal)
        {
            return [];
        }

        var asks = new Repair($"Loop until '{signal.Expression}' fires", "loop", finding, editor => Heed.EndLoop(editor, loop, signal.Token, finding.Semantics));
        if (finding.Node.FirstAncestorOrSelf<CatchClauseSyntax>() is not { } clause || !loop.Span.Contains(clause.Span))
        {
            return [asks];
        }

        return IsAwaited(finding, clause)
            ? [new Repair($"Let the cancellation by '{signal.Expression}' pass", "pass", finding, editor => editor.ReplaceNode(clause, (now, _) => Passing((CatchClauseSyntax)now, signal))), asks]
            : [asks];
    }

    private static StatementSyntax? Loop(SyntaxNode node)
        => node.Ancestors().TakeWhile(static it => it is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax) || it is GlobalStatementSyntax)
            .OfType<StatementSyntax>()
            .FirstOrDefault(static it => it is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax);

    private static bool IsAwaited(Finding finding, SyntaxNode at)
        => finding.Semantics.GetEnclosingSymbol(at.SpanStart) is IMethodSymbol { IsAsync: true, ReturnsVoid: false } function
        && !function.Is(finding.Model.Contracts.EntryPoint);

    private static CatchClauseSyntax Passing(CatchClauseSyntax clause, StopSignal signal)
    {
        if (clause.Filter is { } filter)
        {
            var said = filter.FilterExpression;
            var both = said is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression } or ConditionalExpressionSyntax
                ? $"({said.WithoutTrivia().ToFullString()})"
                : said.WithoutTrivia().ToFullString();
            return clause.ReplaceNode(said, NewCode.Expression($"{both} && !{signal.Expression}.IsCancellationRequested").WithTriviaFrom(said));
        }

        // What stands behind the head of the catch stays behind it.
        var last = clause.Declaration?.GetLastToken() ?? clause.CatchKeyword;
        var added = SyntaxFactory.CatchFilterClause(NewCode.Expression($"!{signal.Expression}.IsCancellationRequested"))
            .WithWhenKeyword(SyntaxFactory.Token(SyntaxKind.WhenKeyword).WithTrailingTrivia(SyntaxFactory.Space))
            .WithTrailingTrivia(last.TrailingTrivia);
        return clause.ReplaceToken(last, last.WithTrailingTrivia(SyntaxFactory.Space)).WithFilter(added);
    }
}

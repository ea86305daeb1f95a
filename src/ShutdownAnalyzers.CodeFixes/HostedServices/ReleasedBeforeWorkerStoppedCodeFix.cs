namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT203: the base call moves in front of the release, so that the worker has stopped when its resource goes.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReleasedBeforeWorkerStoppedCodeFix))]
public sealed class ReleasedBeforeWorkerStoppedCodeFix() : ShutdownCodeFix(Rules.ReleasedBeforeWorkerStopped)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Around<MethodDeclarationSyntax>() is not { Body: { } body } method
            || finding.Semantics.GetDeclaredSymbol(method, finding.Cancellation) is not { } symbol
            || body.Statements.FirstOrDefault(it => it.Span.Contains(finding.Node.Span)) is not ExpressionStatementSyntax release)
        {
            return [];
        }

        // What tells the worker to end must stay in front of the call that waits for it.
        var behind = body.Statements.SkipWhile(it => it != release).Skip(1).ToList();
        return behind.FirstOrDefault(it => BaseTask(it) is not null) is { } toBase && !behind.TakeWhile(it => it != toBase).Any(WorkerSignals.Signalling)
            ? [new Repair("Await base.StopAsync first", "move", finding, editor =>
            {
                var task = BaseTask(toBase)!;
                var call = SyntaxFactory.ExpressionStatement(task is AwaitExpressionSyntax ? task : SyntaxFactory.AwaitExpression(
                    SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), task.WithoutTrivia()));
                editor.AddBefore(release, [call.WithLeadingTrivia(Without(toBase.GetLeadingTrivia())).WithTrailingTrivia(toBase.GetTrailingTrivia())]);
                editor.RemoveNode(toBase, SyntaxRemoveOptions.KeepNoTrivia);
                editor.MakeAsync(method, symbol);
            })]
            : [];
    }

    // await base.StopAsync(..); return base.StopAsync(..);
    private static ExpressionSyntax? BaseTask(StatementSyntax statement)
    {
        ExpressionSyntax? task = statement switch
        {
            ExpressionStatementSyntax { Expression: AwaitExpressionSyntax it } => it,
            ReturnStatementSyntax { Expression: InvocationExpressionSyntax it } => it,
            _ => null,
        };
        return task?.DescendantNodes().OfType<BaseExpressionSyntax>().Any() == true ? task : null;
    }

    // The blank line above the call belongs to the place that it leaves.
    private static SyntaxTriviaList Without(SyntaxTriviaList trivia) => SyntaxFactory.TriviaList(trivia.SkipWhile(static it => it.IsKind(SyntaxKind.EndOfLineTrivia)));
}

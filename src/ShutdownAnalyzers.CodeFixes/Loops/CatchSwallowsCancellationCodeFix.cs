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
            ? [new Repair($"Let the cancellation by '{signal.Expression}' pass", "pass", finding, editor => editor.ReplaceNode(clause, (now, _) => Filters.With((CatchClauseSyntax)now, $"!{signal.Expression}.IsCancellationRequested"))), asks]
            : [asks];
    }

    private static StatementSyntax? Loop(SyntaxNode node)
        => node.Ancestors().TakeWhile(static it => it is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax) || it is GlobalStatementSyntax)
            .OfType<StatementSyntax>()
            .FirstOrDefault(static it => it is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax);

    private static bool IsAwaited(Finding finding, SyntaxNode at)
        => finding.Semantics.GetEnclosingSymbol(at.SpanStart) is IMethodSymbol { IsAsync: true, ReturnsVoid: false } function
        && !function.Is(finding.Model.Contracts.EntryPoint);
}

namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT106: the signal decides what leaves the loop, not the type of the exception.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(FilterLetsTimeoutEscapeCodeFix))]
public sealed class FilterLetsTimeoutEscapeCodeFix() : ShutdownCodeFix(Rules.FilterLetsTimeoutEscape)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Around<CatchClauseSyntax>() is not { } clause || StopSignals.InReach(finding, clause) is not { } signal)
        {
            return [];
        }

        var hasFired = $"{signal.Expression}.IsCancellationRequested";
        var title = $"Let only the cancellation by '{signal.Expression}' pass";
        if (clause.Filter is null)
        {
            return [new Repair(title, "filter", finding, editor => editor.ReplaceNode(clause, (now, _) => Filters.With((CatchClauseSyntax)now, hasFired)))];
        }

        // e is not OperationCanceledException, !(e is OperationCanceledException): that part of the filter asks the signal.
        return Test(finding, clause.Filter.FilterExpression) is { } test
            ? [new Repair(title, "filter", finding, editor => editor.ReplaceNode(test, (now, _) => NewCode.Expression("!" + hasFired).WithTriviaFrom(now)))]
            : [];
    }

    private static ExpressionSyntax? Test(Finding finding, ExpressionSyntax filter) => filter switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } and => Test(finding, and.Left) ?? Test(finding, and.Right),
        ParenthesizedExpressionSyntax inner => Test(finding, inner.Expression),
        _ => finding.Operation(filter) is { } operation && finding.Model.Catches.Filter(operation, Frame.Outermost) == false ? filter : null,
    };
}

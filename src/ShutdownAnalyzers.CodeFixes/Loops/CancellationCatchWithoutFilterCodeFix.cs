namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT105: only the cancellation by the stop signal is the end; another one goes where other failures go.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CancellationCatchWithoutFilterCodeFix))]
public sealed class CancellationCatchWithoutFilterCodeFix() : ShutdownCodeFix(Rules.CancellationCatchWithoutFilter)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
        => finding.Around<CatchClauseSyntax>() is { } clause && StopSignals.InReach(finding, clause) is { } signal
            ? [new Repair($"Only when '{signal.Expression}' has fired", "filter", finding, editor => editor.ReplaceNode(
                clause, (now, _) => Filters.With((CatchClauseSyntax)now, $"{signal.Expression}.IsCancellationRequested")))]
            : [];
}

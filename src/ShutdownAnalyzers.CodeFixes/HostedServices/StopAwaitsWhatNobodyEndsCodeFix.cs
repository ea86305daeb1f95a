namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT208: the source that the work watches is cancelled before anything else, and the wait for its end has a limit.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StopAwaitsWhatNobodyEndsCodeFix))]
public sealed class StopAwaitsWhatNobodyEndsCodeFix() : ShutdownCodeFix(Rules.StopAwaitsWhatNobodyEnds)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
        => WatchesSomething(finding) && QuietWait.For(finding, finding.Node) is { } limited && StopEdits.For(finding, finding.Type) is { } stop && stop.CancelExistingSource()
            ? [new Repair("Cancel its source first, and wait no longer than stopping may take", "cancel", async solution =>
            {
                limited(await solution.GetDocumentEditorAsync(finding.Document.Id, finding.Cancellation).ConfigureAwait(false));
                await stop.ApplyAsync(solution).ConfigureAwait(false);
            })]
            : [];

    // A loop that looks at nothing is not ended by any cancellation: first it has to hear one (SHUT101).
    private static bool WatchesSomething(Finding finding) => finding.Type is { } type && HangingWaits.Of(type, finding.Model)
        .Any(it => it.Wait.Syntax.Span == finding.Node.Span && it.Work.Code.Any(step => IsWatched(step.Operation, finding.Model)));

    private static bool IsWatched(IOperation operation, ShutdownModel model)
        => operation.ReferencedSymbol() is not null && (model.Signals.IsToken(operation.Type) || model.Signals.IsSource(operation.Type));
}

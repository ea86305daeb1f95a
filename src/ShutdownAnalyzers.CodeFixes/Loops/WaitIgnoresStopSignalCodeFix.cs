namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT102: the wait gets the stop signal; a thread that sleeps waits for the signal's handle instead.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WaitIgnoresStopSignalCodeFix))]
public sealed class WaitIgnoresStopSignalCodeFix() : ShutdownCodeFix(Rules.WaitIgnoresStopSignal)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Around<InvocationExpressionSyntax>() is not { } wait || StopSignals.For(finding, wait) is not { } signal)
        {
            return [];
        }

        return [new Repair($"Wait with '{signal.Expression}'", "wait", async solution =>
        {
            var editor = await solution.GetDocumentEditorAsync(finding.Document.Id, finding.Cancellation).ConfigureAwait(false);
            if (Heed.Wake(editor, finding, wait, signal.Token))
            {
                await signal.ApplyAsync(solution, finding.Cancellation).ConfigureAwait(false);
            }
        })];
    }
}

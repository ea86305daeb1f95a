namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT111: the loop in the task's body asks the signal.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SignalOnlyGuardsTaskStartCodeFix))]
public sealed class SignalOnlyGuardsTaskStartCodeFix() : ShutdownCodeFix(Rules.SignalOnlyGuardsTaskStart)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.AdditionalNodes.FirstOrDefault() is not StatementSyntax loop || StopSignals.For(finding, loop) is not { } signal)
        {
            return [];
        }

        return [new Repair($"Ask '{signal.Expression}' in the loop", "ask", async solution =>
        {
            var editor = await solution.GetDocumentEditorAsync(finding.Document.Id, finding.Cancellation).ConfigureAwait(false);
            Heed.EndLoop(editor, loop, signal.Token, finding.Semantics);
            await signal.ApplyAsync(solution, finding.Cancellation).ConfigureAwait(false);
        })];
    }
}

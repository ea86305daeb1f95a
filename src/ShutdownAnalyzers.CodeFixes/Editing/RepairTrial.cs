using Microsoft.CodeAnalysis.Diagnostics;

namespace ShutdownAnalyzers.Editing;

/// <summary>Applies a repair to a copy of the solution and hands the copy out only where it is acceptable.</summary>
internal static class RepairTrial
{
    public static async Task<Solution?> TryAsync(Finding finding, Repair repair, ImmutableArray<DiagnosticAnalyzer> judges)
    {
        var editor = new SolutionEditor(finding.Solution);
        await repair.Apply(editor).ConfigureAwait(false);

        var repaired = await CleanUp.OfAsync(finding.Solution, editor.GetChangedSolution(), finding.Cancellation).ConfigureAwait(false);
        var changed = Changed(finding.Solution, repaired);
        return !changed.IsEmpty
            && await Comments.AreKeptAsync(finding.Solution, repaired, changed, finding.Cancellation).ConfigureAwait(false)
            && !await CompileErrors.AnyNewAsync(finding.Solution, repaired, changed, finding.Cancellation).ConfigureAwait(false)
            && await RuleFindings.AreFewerAsync(finding, repaired, changed, judges).ConfigureAwait(false)
            ? repaired
            : null;
    }

    /// <summary>The documents whose text differs.</summary>
    public static ImmutableArray<DocumentId> Changed(Solution before, Solution after)
        => ImmutableArray.CreateRange(after.GetChanges(before).GetProjectChanges()
            .SelectMany(static it => it.GetChangedDocuments(onlyGetDocumentsWithTextChanges: true).Concat(it.GetAddedDocuments())));
}

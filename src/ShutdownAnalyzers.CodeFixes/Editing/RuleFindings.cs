using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ShutdownAnalyzers.Editing;

/// <summary>What the package's own rules say about a document, and whether a repair made it better.</summary>
internal static class RuleFindings
{
    /// <summary>The finding is gone and no other finding came.</summary>
    public static async Task<bool> AreFewerAsync(Finding finding, Solution repaired, ImmutableArray<DocumentId> changed, ImmutableArray<DiagnosticAnalyzer> judges)
    {
        var ids = ImmutableHashSet.CreateRange(judges.SelectMany(static it => it.SupportedDiagnostics).Select(static it => it.Id));
        foreach (var id in changed.Contains(finding.Document.Id) ? changed : changed.Add(finding.Document.Id))
        {
            var now = await InAsync(repaired.GetDocument(id)!, judges, ids, finding.Cancellation).ConfigureAwait(false);
            if (now.IsEmpty)
            {
                continue;
            }

            var document = finding.Solution.GetDocument(id);
            var before = document is null ? [] : (await InAsync(document, judges, ids, finding.Cancellation).ConfigureAwait(false)).ToList();
            if (id == finding.Document.Id)
            {
                before.Remove(before.FirstOrDefault(it => it.Id == finding.Diagnostic.Id && it.Location.SourceSpan == finding.Diagnostic.Location.SourceSpan)!);
            }

            var changes = document is null ? [] : await repaired.GetDocument(id)!.GetTextChangesAsync(document, finding.Cancellation).ConfigureAwait(false);
            if (now.Any(it => !Takes(before, it, [.. changes])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The findings of these ids in the document, in document order.</summary>
    public static async Task<ImmutableArray<Diagnostic>> InAsync(
        Document document, ImmutableArray<DiagnosticAnalyzer> rules, ImmutableHashSet<string> ids, CancellationToken cancellation)
    {
        if (rules.IsEmpty || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } semantics)
        {
            return [];
        }

        var options = new CompilationWithAnalyzersOptions(document.Project.AnalyzerOptions, onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        var analysis = semantics.Compilation.WithAnalyzers(rules, options);
        var found = await analysis.GetAnalyzerSemanticDiagnosticsAsync(semantics, filterSpan: null, cancellation).ConfigureAwait(false);
        return [.. found.Where(it => ids.Contains(it.Id)).OrderBy(static it => it.Location.SourceSpan.Start)];
    }

    // The same finding as before: the same message, or the same place in text that was not touched.
    private static bool Takes(List<Diagnostic> before, Diagnostic now, ImmutableArray<TextChange> changes)
    {
        var same = before.FirstOrDefault(it => it.Id == now.Id && it.GetMessage() == now.GetMessage())
            ?? before.FirstOrDefault(it => it.Id == now.Id && Shifted(it.Location.SourceSpan.Start, changes) == now.Location.SourceSpan.Start);
        return same is not null && before.Remove(same);
    }

    private static int Shifted(int position, ImmutableArray<TextChange> changes)
        => position + changes.Where(it => it.Span.End <= position).Sum(static it => it.NewText!.Length - it.Span.Length);
}

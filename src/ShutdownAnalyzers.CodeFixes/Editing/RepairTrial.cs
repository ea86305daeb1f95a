using Microsoft.CodeAnalysis.Text;

namespace ShutdownAnalyzers.Editing;

/// <summary>
/// Applies a repair to a copy of the solution and hands the copy out only where it is acceptable: every comment is there,
/// no new compile error, the finding is gone and no other came.
/// </summary>
internal sealed class RepairTrial
{
    private readonly Finding finding;
    private readonly Solution repaired;
    private readonly Judges judges;
    private readonly ImmutableArray<DocumentId> changed;

    private RepairTrial(Finding finding, Solution repaired, Judges judges)
    {
        this.finding = finding;
        this.repaired = repaired;
        this.judges = judges;
        changed = Changed(finding.Solution, repaired);
    }

    /// <summary>The repaired solution, or <see langword="null"/> where the repair changes nothing or is not acceptable.</summary>
    public static async Task<Solution?> TryAsync(Finding finding, Repair repair, Judges judges)
    {
        var editor = new SolutionEditor(finding.Solution);
        await repair.Apply(editor).ConfigureAwait(false);

        var repaired = await CleanUp.OfAsync(finding.Solution, editor.GetChangedSolution(), finding.Cancellation).ConfigureAwait(false);
        var trial = new RepairTrial(finding, repaired, judges);
        return await trial.SucceedsAsync().ConfigureAwait(false) ? repaired : null;
    }

    /// <summary>The documents whose text differs.</summary>
    public static ImmutableArray<DocumentId> Changed(Solution before, Solution after)
        => [.. after.GetChanges(before).GetProjectChanges()
            .SelectMany(static it => it.GetChangedDocuments(onlyGetDocumentsWithTextChanges: true).Concat(it.GetAddedDocuments()))];

    // The cheap questions first.
    private async Task<bool> SucceedsAsync()
        => !changed.IsEmpty
        && await Comments.AreKeptAsync(finding.Solution, repaired, changed, finding.Cancellation).ConfigureAwait(false)
        && await AllAsync(changed, CompilesAsBeforeAsync).ConfigureAwait(false)
        && await AllAsync(changed.Contains(finding.Document.Id) ? changed : changed.Add(finding.Document.Id), HasNothingNewAsync).ConfigureAwait(false)
        && await IsCuredAsync().ConfigureAwait(false)
        && await AllAsync(await Signatures.DocumentsThatMayReferToChangedOnesAsync(finding.Solution, repaired, changed, finding.Cancellation).ConfigureAwait(false), CompilesAsBeforeAsync).ConfigureAwait(false);

    private static async Task<bool> AllAsync(ImmutableArray<DocumentId> documents, Func<DocumentId, Task<bool>> question)
    {
        foreach (var id in documents)
        {
            if (!await question(id).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    // Most repairs leave no error, and then what there was before need not be asked. The same goes for findings.
    private async Task<bool> CompilesAsBeforeAsync(DocumentId id)
    {
        var (reading, tree) = await ReadAsync(repaired.GetDocument(id)!).ConfigureAwait(false);
        var errors = reading.Errors(tree, finding.Cancellation);
        if (errors.IsEmpty)
        {
            return true;
        }

        if (finding.Solution.GetDocument(id) is not { } document)
        {
            return false;
        }

        (reading, tree) = await ReadAsync(document).ConfigureAwait(false);
        return errors.IsSubsetOf(reading.Errors(tree, finding.Cancellation));
    }

    private async Task<bool> HasNothingNewAsync(DocumentId id)
    {
        var (reading, tree) = await ReadAsync(repaired.GetDocument(id)!).ConfigureAwait(false);
        var now = await reading.FindingsAsync(tree, finding.Cancellation).ConfigureAwait(false);
        if (now.IsEmpty)
        {
            return true;
        }

        if (finding.Solution.GetDocument(id) is not { } document)
        {
            return false;
        }

        (reading, tree) = await ReadAsync(document).ConfigureAwait(false);
        var before = (await reading.FindingsAsync(tree, finding.Cancellation).ConfigureAwait(false)).ToList();
        if (id == finding.Document.Id)
        {
            before.RemoveAll(it => it.Id == finding.Diagnostic.Id && it.Location.SourceSpan == finding.Diagnostic.Location.SourceSpan);
        }

        var edits = (await repaired.GetDocument(id)!.GetTextChangesAsync(document, finding.Cancellation).ConfigureAwait(false)).ToList();
        return now.All(it => Takes(before, it, edits));
    }

    // Asked of the one rule, since it may be one that reports only at the end of a compilation.
    private async Task<bool> IsCuredAsync()
    {
        var (reading, tree) = await ReadAsync(repaired.GetDocument(finding.Document.Id)!).ConfigureAwait(false);
        var now = await reading.FindingsAsync(tree, finding.Diagnostic.Id, finding.Cancellation).ConfigureAwait(false);
        if (now.IsEmpty)
        {
            return true;
        }

        (reading, tree) = await ReadAsync(finding.Document).ConfigureAwait(false);
        return now.Length < (await reading.FindingsAsync(tree, finding.Diagnostic.Id, finding.Cancellation).ConfigureAwait(false)).Length;
    }

    private async Task<(Reading Reading, SyntaxTree Tree)> ReadAsync(Document document)
        => (await judges.ReadAsync(document.Project, finding.Cancellation).ConfigureAwait(false), (await document.GetSyntaxTreeAsync(finding.Cancellation).ConfigureAwait(false))!);

    // The same finding as before: the same message, or the same place in text that was not touched.
    private static bool Takes(List<Diagnostic> before, Diagnostic now, List<TextChange> edits)
    {
        var same = before.FirstOrDefault(it => it.Id == now.Id && it.GetMessage() == now.GetMessage())
            ?? before.FirstOrDefault(it => it.Id == now.Id && Shifted(it.Location.SourceSpan.Start, edits) == now.Location.SourceSpan.Start);
        return same is not null && before.Remove(same);
    }

    private static int Shifted(int position, List<TextChange> edits)
        => position + edits.Where(it => it.Span.End <= position).Sum(static it => it.NewText!.Length - it.Span.Length);
}

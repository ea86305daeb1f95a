namespace ShutdownAnalyzers.Editing;

/// <summary>
/// Fix-all as a patient user does it: the first finding that has the repair is repaired, the document is looked at again,
/// and so on until none is left. Edits that overlap, reach into other documents or cure a neighbour cannot go wrong here.
/// </summary>
internal sealed class OneByOne : FixAllProvider
{
    public static readonly OneByOne Provider = new();

    private OneByOne()
    {
    }

    public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
    {
        if (context.CodeFixProvider is not ShutdownCodeFix fix)
        {
            return null;
        }

        var documents = await DocumentsAsync(context).ConfigureAwait(false);
        return documents.IsEmpty ? null : CodeAction.Create(
            "Fix all: " + string.Join(", ", context.DiagnosticIds),
            cancellation => FixAsync(fix, context, documents, cancellation),
            context.CodeActionEquivalenceKey);
    }

    // The host says which documents have findings: it knows what the user excluded.
    private static async Task<ImmutableArray<DocumentId>> DocumentsAsync(FixAllContext context)
    {
        if (context is { Scope: FixAllScope.Document, Document: { } document })
        {
            return (await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false)).IsEmpty ? [] : [document.Id];
        }

        var found = ImmutableArray.CreateBuilder<DocumentId>();
        foreach (var project in context.Scope == FixAllScope.Project ? [context.Project] : context.Solution.Projects)
        {
            var withFindings = (await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false))
                .Select(it => project.GetDocument(it.Location.SourceTree)?.Id)
                .ToImmutableHashSet();
            found.AddRange(project.DocumentIds.Where(withFindings.Contains));
        }

        return found.ToImmutable();
    }

    private static async Task<Solution> FixAsync(ShutdownCodeFix fix, FixAllContext context, ImmutableArray<DocumentId> documents, CancellationToken cancellation)
    {
        var solution = context.Solution;
        Solution before;
        do
        {
            before = solution;
            foreach (var id in documents)
            {
                solution = await FixAsync(fix, context, solution, id, cancellation).ConfigureAwait(false);
            }
        }
        while (solution != before);

        return solution;
    }

    // Each repair takes its finding away and adds none (RepairTrial), so this ends. A finding that could not be repaired is
    // asked again only when everything else has been: another repair may have cleared the way.
    private static async Task<Solution> FixAsync(ShutdownCodeFix fix, FixAllContext context, Solution solution, DocumentId id, CancellationToken cancellation)
    {
        var left = 0;
        while (true)
        {
            var document = solution.GetDocument(id)!;
            var found = await fix.FindAsync(document, context.DiagnosticIds, cancellation).ConfigureAwait(false);
            if (left >= found.Length)
            {
                return solution;
            }

            var repaired = await Finding.InAsync(document, found[left], cancellation).ConfigureAwait(false) is { } finding
                ? await fix.RepairAsync(finding, context.CodeActionEquivalenceKey).ConfigureAwait(false)
                : null;
            solution = repaired ?? solution;
            left = repaired is null ? left + 1 : left;
        }
    }
}

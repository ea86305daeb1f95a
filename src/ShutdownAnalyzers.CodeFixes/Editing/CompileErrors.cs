namespace ShutdownAnalyzers.Editing;

/// <summary>Whether an edit broke the build: errors that were not there before, in the documents it could have broken.</summary>
internal static class CompileErrors
{
    public static async Task<bool> AnyNewAsync(Solution before, Solution after, ImmutableArray<DocumentId> changed, CancellationToken cancellation)
    {
        foreach (var id in changed)
        {
            if (await AnyNewAsync(id).ConfigureAwait(false))
            {
                return true;
            }
        }

        foreach (var id in await Signatures.DocumentsThatMayReferToChangedOnesAsync(before, after, changed, cancellation).ConfigureAwait(false))
        {
            if (await AnyNewAsync(id).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;

        // Most repairs leave no error at all, and then what there was before need not be asked.
        async Task<bool> AnyNewAsync(DocumentId id)
            => await OfAsync(after.GetDocument(id)!, cancellation).ConfigureAwait(false) is { IsEmpty: false } errors
            && !errors.IsSubsetOf(before.GetDocument(id) is { } document ? await OfAsync(document, cancellation).ConfigureAwait(false) : []);
    }

    private static async Task<ImmutableHashSet<(string Id, string Message)>> OfAsync(Document document, CancellationToken cancellation)
        => await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } semantics ? [] :
            [.. semantics.GetDiagnostics(cancellationToken: cancellation)
                .Where(static it => it.Severity == DiagnosticSeverity.Error)
                .Select(static it => (it.Id, it.GetMessage(System.Globalization.CultureInfo.InvariantCulture)))];
}

namespace ShutdownAnalyzers.Editing;

/// <summary>The comments and directives of a document, line by line.</summary>
internal static class Comments
{
    /// <summary>Every comment and directive of the documents is still there, wherever it stands now.</summary>
    public static async Task<bool> AreKeptAsync(Solution before, Solution after, ImmutableArray<DocumentId> documents, CancellationToken cancellation)
    {
        var left = new Dictionary<string, int>();
        foreach (var id in documents)
        {
            foreach (var line in await LinesAsync(after.GetDocument(id), cancellation).ConfigureAwait(false))
            {
                left[line] = left.TryGetValue(line, out var count) ? count + 1 : 1;
            }
        }

        foreach (var id in documents)
        {
            foreach (var line in await LinesAsync(before.GetDocument(id), cancellation).ConfigureAwait(false))
            {
                if (!left.TryGetValue(line, out var count) || count == 0)
                {
                    return false;
                }

                left[line] = count - 1;
            }
        }

        return true;
    }

    private static async Task<IEnumerable<string>> LinesAsync(Document? document, CancellationToken cancellation)
        => document is null || await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root ? [] : root
            .DescendantTrivia()
            .Where(static it => !it.IsKind(SyntaxKind.WhitespaceTrivia) && !it.IsKind(SyntaxKind.EndOfLineTrivia))
            .SelectMany(static it => it.ToFullString().Split('\n'))
            .Select(static it => it.Trim())
            .Where(static it => it.Length > 0);
}

using Microsoft.CodeAnalysis.Text;

namespace ShutdownAnalyzers.Editing;

/// <summary>An edit that a signal needs to exist: a parameter, an argument, a field. Of one kind there is one at a node.</summary>
internal sealed record Support(string Kind, SyntaxNode Node, Action<DocumentEditor> Edit)
{
    /// <summary>Records the edits; one that is needed twice is made once.</summary>
    public static async Task ApplyAsync(IEnumerable<Support> supports, SolutionEditor solution, CancellationToken cancellation)
    {
        var made = new HashSet<(string, SyntaxTree, TextSpan)>();
        foreach (var support in supports)
        {
            // What a generator wrote cannot be edited: the result does not compile then, and is refused.
            if (made.Add((support.Kind, support.Node.SyntaxTree, support.Node.Span)) && solution.OriginalSolution.GetDocument(support.Node.SyntaxTree) is { } document)
            {
                support.Edit(await solution.GetDocumentEditorAsync(document.Id, cancellation).ConfigureAwait(false));
            }
        }
    }
}

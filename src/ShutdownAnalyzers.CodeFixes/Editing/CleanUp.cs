using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using Microsoft.CodeAnalysis.Text;

namespace ShutdownAnalyzers.Editing;

/// <summary>
/// What the host does to a repair before it shows it - imports, simplified names, format - done before the repair is
/// judged, so that what is judged is what is shown. The result is parsed again: a tree that reads differently from what
/// was built (an await outside async code, two tokens grown together) shows as what it is.
/// </summary>
internal static class CleanUp
{
    public static async Task<Solution> OfAsync(Solution before, Solution after, CancellationToken cancellation)
    {
        foreach (var id in RepairTrial.Changed(before, after))
        {
            var document = after.GetDocument(id)!;
            document = await Imports.AddToAsync(document, cancellation).ConfigureAwait(false);
            document = await Simplifier.ReduceAsync(document, Simplifier.Annotation, cancellationToken: cancellation).ConfigureAwait(false);
            document = await Formatter.FormatAsync(document, Formatter.Annotation, cancellationToken: cancellation).ConfigureAwait(false);
            document = await Formatter.FormatAsync(document, SyntaxAnnotation.ElasticAnnotation, cancellationToken: cancellation).ConfigureAwait(false);

            var original = await before.GetDocument(id)!.GetTextAsync(cancellation).ConfigureAwait(false);
            var text = WithLineEndsOf(original.ToString(), (await document.GetTextAsync(cancellation).ConfigureAwait(false)).ToString());
            after = document.WithText(SourceText.From(text, original.Encoding, original.ChecksumAlgorithm)).Project.Solution;
        }

        return after;
    }

    // New code comes with the line ends of this machine.
    private static string WithLineEndsOf(string original, string text)
    {
        var lines = original.Split('\n');
        var carriageReturns = lines.Count(static it => it.EndsWith("\r", StringComparison.Ordinal));
        return carriageReturns == 0 ? text.Replace("\r\n", "\n")
            : carriageReturns >= lines.Length - 1 ? text.Replace("\r\n", "\n").Replace("\n", "\r\n")
            : text;
    }
}

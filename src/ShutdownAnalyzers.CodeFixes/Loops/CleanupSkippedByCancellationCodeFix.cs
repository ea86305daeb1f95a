namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT107: what stands behind the loop goes into a <c>finally</c>.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CleanupSkippedByCancellationCodeFix))]
public sealed class CleanupSkippedByCancellationCodeFix() : ShutdownCodeFix(Rules.CleanupSkippedByCancellation)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        // The statement that ends by the exception is the flagged one's neighbour or stands further up beside it.
        if (finding.AdditionalNodes.FirstOrDefault()?.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax block } ending
            || block.Statements.Last() == ending
            || !block.Statements.Last().Span.Contains(finding.Node.SpanStart) && finding.Node.SpanStart > block.Span.End)
        {
            return [];
        }

        return [new Repair("Clean up in 'finally'", "finally", finding, editor => editor.WrapInTryFinally(ending, ending))];
    }
}

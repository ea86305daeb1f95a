namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT112: the loop stops at the signal instead of draining the buffer.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BufferDrainsAfterSignalCodeFix))]
public sealed class BufferDrainsAfterSignalCodeFix() : ShutdownCodeFix(Rules.BufferDrainsAfterSignal)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Around<CommonForEachStatementSyntax>() is not { } loop || StopSignals.InReach(finding, loop.Statement) is not { } signal)
        {
            return [];
        }

        var check = NewCode.Statement($"{signal.Expression}.ThrowIfCancellationRequested();");
        return [new Repair("Stop at the signal", "stop", finding, editor => editor.ReplaceNode(loop.Statement, (now, _) => now is BlockSyntax block
            ? block.WithStatements(block.Statements.Insert(0, check))
            : SyntaxFactory.Block(check, (StatementSyntax)now)))];
    }
}

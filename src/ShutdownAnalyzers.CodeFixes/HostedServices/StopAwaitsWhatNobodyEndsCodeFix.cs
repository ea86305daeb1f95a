namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT208: the source that the work watches is cancelled before anything else, so that the wait ends.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StopAwaitsWhatNobodyEndsCodeFix))]
public sealed class StopAwaitsWhatNobodyEndsCodeFix() : ShutdownCodeFix(Rules.StopAwaitsWhatNobodyEnds)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
        => StopEdits.For(finding, finding.Type) is { } stop && stop.CancelExistingSource()
            ? [new Repair("Cancel its source first", "cancel", stop.ApplyAsync)]
            : [];
}

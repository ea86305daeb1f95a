namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT205: the stop path ends what was started: cancels the source that the task watches and waits for it, disposes of the timer, takes the handler off.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StartedWorkIsNeverStoppedCodeFix))]
public sealed class StartedWorkIsNeverStoppedCodeFix() : ShutdownCodeFix(Rules.StartedWorkIsNeverStopped)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
        => finding.Type is { } type
            && finding.Model.StartedWorks.OfStart(type).FirstOrDefault(it => it.Site.Syntax.SyntaxTree == finding.Node.SyntaxTree && it.Site.Syntax.Span == finding.Diagnostic.Location.SourceSpan) is { } work
            && StopEdits.For(finding, type) is { } stop
            && Ends(stop, work, finding)
                ? [new Repair("Stop it in StopAsync", "stop", stop.ApplyAsync)]
                : [];

    private static bool Ends(StopEdits stop, StartedWork work, Finding finding)
    {
        switch (work.Kind)
        {
            case WorkKind.Task when stop.CancelExistingSource():
                stop.WaitFor(work.Site);
                return true;
            case WorkKind.Timer when finding.Model.Uses.Of(work.Site).Holders.OfType<IFieldSymbol>().FirstOrDefault(static it => !it.IsStatic) is { } field:
                stop.StopTimer(field);
                return true;
            case WorkKind.Handler when work.Site.Syntax is AssignmentExpressionSyntax { Right: IdentifierNameSyntax or MemberAccessExpressionSyntax } subscription:
                stop.Run($"{subscription.Left.WithoutTrivia()} -= {subscription.Right.WithoutTrivia()};");
                return true;
            default:
                return false;
        }
    }
}

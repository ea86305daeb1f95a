namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT209: StopAsync waits for what it has ended, no longer than stopping may take. The task is kept for that where it was thrown away.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StopDoesNotWaitCodeFix))]
public sealed class StopDoesNotWaitCodeFix() : ShutdownCodeFix(Rules.StopDoesNotWait)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Type is not { } type
            || finding.Diagnostic.AdditionalLocations is not [var site, ..]
            || finding.Model.StartedWorks.OfStartAndBody(type).FirstOrDefault(it => it.Site.Syntax.SyntaxTree == site.SourceTree && it.Site.Syntax.Span == site.SourceSpan) is not { } work
            // A part of the service that keeps its task to itself has to learn to be waited for.
            || !finding.Model.Bodies.IsCodeOf(type, work.Site)
            || StopEdits.For(finding, type) is not { } stop)
        {
            return [];
        }

        var field = work.HolderIn(finding.Model) as IFieldSymbol;
        switch (work.Kind)
        {
            case WorkKind.Task when IsInTime(finding) || stop.CancelExistingSource():
                stop.WaitFor(work.Site);
                return [new Repair("Wait for it in StopAsync", "wait", stop.ApplyAsync)];

            // There, and not at the end: a synchronous stop method stays one.
            case WorkKind.Thread when field is { IsStatic: false } && finding.Around<StatementSyntax>() is { } statement && IsInStop(finding, statement):
                return [new Repair("Join it", "wait", finding, editor => editor.AddAfter(statement, [NewCode.Statement(stop.Join(field))]))];

            // Of a tick that goes on by itself nobody has the task.
            case WorkKind.Timer when field is { IsStatic: false } && !new TimerTick(work, finding.Model).IsLeftAlone:
                return [AwaitDisposal(finding, stop, field) ?? Last(stop, field)];

            default:
                return [];
        }
    }

    private static bool IsInStop(Finding finding, StatementSyntax statement)
        => statement.FunctionAround() is { } function && finding.Semantics.SymbolOf(function) is { } method && finding.Model.Contracts.IsStop(method);

    // What only Dispose ends has not ended when StopAsync would wait for it.
    private static bool IsInTime(Finding finding)
        => finding.Semantics.GetEnclosingSymbol(finding.Node.SpanStart, finding.Cancellation) is not IMethodSymbol function || !finding.Model.Contracts.IsDispose(function);

    private static Repair Last(StopEdits stop, IFieldSymbol field)
    {
        stop.StopTimerLast(field);
        return new Repair("Wait for its last tick in StopAsync", "wait", stop.ApplyAsync);
    }

    // _timer.Dispose(); in StopAsync itself
    private static Repair? AwaitDisposal(Finding finding, StopEdits stop, IFieldSymbol field)
        => finding.Around<ExpressionStatementSyntax>() is { Parent: BlockSyntax } statement
        && finding.Around<InvocationExpressionSyntax>() is { } call && finding.Operation(call) is IInvocationOperation { TargetMethod.Name: "Dispose" }
        && IsInStop(finding, statement) && statement.FunctionAround() is { } function && finding.Semantics.SymbolOf(function) is { } method
            ? new Repair("Wait for its last tick", "wait", finding, editor =>
            {
                editor.ReplaceNode(statement, (current, _) => NewCode.Statement(stop.TimerDisposal(field)).WithTriviaFrom(current));
                editor.MakeAsync(function, method);
            })
            : null;
}

using ShutdownAnalyzers.Loops;

namespace ShutdownAnalyzers.HostedServices;

/// <summary>
/// SHUT207: a service that only starts work that never returns becomes a <c>BackgroundService</c>, whose work hears the stop
/// signal; an <c>ExecuteAsync</c> that blocks gives the start its thread back first.
/// </summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StartBlocksTheHostCodeFix))]
public sealed class StartBlocksTheHostCodeFix() : ShutdownCodeFix(Rules.StartBlocksTheHost)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Node is MethodDeclarationSyntax execute)
        {
            var symbol = finding.Semantics.GetDeclaredSymbol(execute, finding.Cancellation)!;
            return [new Repair("Give the start its thread back first", "yield", finding, editor =>
            {
                editor.AddAtStart(execute, symbol, [NewCode.Statement("await global::System.Threading.Tasks.Task.Yield();")]);
                editor.MakeAsync(execute, symbol);
            })];
        }

        return finding.Around<MethodDeclarationSyntax>() is { } start && PlainService.Of(start, finding) is { } service && Heeding(finding) is { } heed
            ? [new Repair("Make it a BackgroundService", "background", finding, editor =>
            {
                heed(editor, service.Signal);
                service.BecomeBackgroundService(editor);
            })]
            : [];
    }

    // What never returns is told when to; what lasts until something happens may be a condition of the start, and stays there.
    private static Action<DocumentEditor, ExpressionSyntax>? Heeding(Finding finding)
    {
        var model = finding.Model;
        switch (finding.Node)
        {
            case StatementSyntax statement when finding.Operation(statement) is ILoopOperation loop && new Holdups(model).IsForEver(loop) == true:
                return (editor, signal) =>
                {
                    if (model.WaysOut.Of(loop).Kind == LoopEnd.Endless)
                    {
                        Heed.EndLoop(editor, statement, signal, finding.Semantics);
                    }

                    foreach (var wait in loop.OwnDescendantsAndSelf().OfType<IInvocationOperation>().Where(it => IsDeaf(it, model)))
                    {
                        Heed.Wake(editor, finding, (InvocationExpressionSyntax)wait.Syntax, signal);
                    }
                };
            case AwaitExpressionSyntax { Expression: InvocationExpressionSyntax sleep } when finding.Operation(sleep) is IInvocationOperation call && model.Waits.IsSleep(call):
                return (editor, signal) =>
                {
                    if (IsDeaf(call, model))
                    {
                        Heed.Wake(editor, finding, sleep, signal);
                    }
                };
            default:
                return null;
        }
    }

    private static bool IsDeaf(IInvocationOperation wait, ShutdownModel model)
        => wait.Syntax is InvocationExpressionSyntax && WaitIgnoresStopSignalAnalyzer.IsDeafWait(wait, model) && !model.Signals.CarriedByArguments(wait).Has(Signal.StartOnly) && !model.StopPaths.IsCleanup(wait);
}

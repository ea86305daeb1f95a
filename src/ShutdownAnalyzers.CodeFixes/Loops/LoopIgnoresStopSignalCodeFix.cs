namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT101: the loop asks the stop signal, and what waits in it gets the signal.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LoopIgnoresStopSignalCodeFix))]
public sealed class LoopIgnoresStopSignalCodeFix() : ShutdownCodeFix(Rules.LoopIgnoresStopSignal)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Node is not StatementSyntax loop
            || finding.Operation(loop) is not ILoopOperation operation
            || StopSignals.For(finding, loop) is not { } signal)
        {
            return [];
        }

        return [new Repair($"Loop until '{signal.Expression}' fires", "loop", async solution =>
        {
            var editor = await solution.GetDocumentEditorAsync(finding.Document.Id, finding.Cancellation).ConfigureAwait(false);
            Heed.EndLoop(editor, loop, signal.Token, finding.Semantics);
            foreach (var wait in DeafWaitsIn(operation, finding.Model))
            {
                Heed.Wake(editor, finding, wait, signal.Token);
            }

            if (NeedsReturn(finding, loop))
            {
                editor.AddAfter(loop, [NewCode.Statement("return global::System.Threading.Tasks.Task.CompletedTask;")]);
            }

            await signal.ApplyAsync(solution, finding.Cancellation).ConfigureAwait(false);
        })];
    }

    private static IEnumerable<InvocationExpressionSyntax> DeafWaitsIn(ILoopOperation loop, ShutdownModel model)
        => loop.Body.OwnDescendantsAndSelf()
            .OfType<IInvocationOperation>()
            .Where(call => WaitIgnoresStopSignalAnalyzer.IsDeafWait(call, model) && !Wakings.Wakes(model, call) && !model.StopPaths.IsCleanup(call))
            .Select(static call => call.Syntax)
            .OfType<InvocationExpressionSyntax>();

    // A method that returns a task and never came to its end now does.
    private static bool NeedsReturn(Finding finding, StatementSyntax loop)
        => loop.Parent is BlockSyntax { Parent: MethodDeclarationSyntax or LocalFunctionStatementSyntax } block
        && block.Statements.Last() == loop
        && finding.Semantics.GetEnclosingSymbol(loop.SpanStart) is IMethodSymbol { IsAsync: false } method
        && method.ReturnType.Is(finding.Model.Types.Task)
        && finding.Semantics.AnalyzeControlFlow(loop) is { Succeeded: true, EndPointIsReachable: false };
}

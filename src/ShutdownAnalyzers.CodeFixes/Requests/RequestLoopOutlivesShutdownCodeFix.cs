namespace ShutdownAnalyzers.Requests;

/// <summary>
/// SHUT401: the request's token is linked with the application's stop, and what waits gets the linked token; writes keep the
/// request's. The cancellation is caught where the response can be ended cleanly.
/// </summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RequestLoopOutlivesShutdownCodeFix))]
public sealed class RequestLoopOutlivesShutdownCodeFix() : ShutdownCodeFix(Rules.RequestLoopOutlivesShutdown)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Node.AncestorsAndSelf().Select(it => finding.Operation(it)).FirstOrDefault(static it => it is not null) is not { } found
            || RequestHold.Of(found, finding.Model) is not { Operation: var operation } hold
            || operation.Syntax.FunctionAround() is not { } function
            || finding.Model.Bodies.Semantics(function.SyntaxTree).SymbolOf(function) is not { } symbol
            || finding.Solution.GetDocumentId(function.SyntaxTree) is not { } document)
        {
            return [];
        }

        var isIterator = Streams.IsIterator(operation.EnclosingFunction());
        var end = isIterator ? new ResponseEnd("", Leaves: false) : ResponseEnd.Of(symbol, function, finding.Model);
        if (end is null || LinkedRequestSignal.For(finding, operation.Syntax, hold.RequestToken) is not { } signal)
        {
            return [];
        }

        return [new Repair("Stop waiting when the application stops", "link", async solution =>
        {
            var editor = await solution.GetDocumentEditorAsync(document, finding.Cancellation).ConfigureAwait(false);
            await signal.ApplyAsync(solution, finding.Cancellation).ConfigureAwait(false);
            var edit = new RequestEdit(finding, editor, signal, end);
            if (isIterator)
            {
                edit.EndStream((ILoopOperation)operation);
            }
            else if (operation is ILoopOperation loop)
            {
                edit.EndLoop(loop);
            }
            else
            {
                edit.EndWait(operation, function, symbol);
            }
        })];
    }
}

namespace ShutdownAnalyzers.Requests;

/// <summary>
/// SHUT403: a registration closes the output of the socket when the application begins to stop. The receive loop goes on until
/// the client has answered, and ends as it does when the client closes; a close of its own is skipped then. The signal never goes into the receive itself: that
/// would abort the socket.
/// </summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WebSocketOutlivesShutdownCodeFix))]
public sealed class WebSocketOutlivesShutdownCodeFix() : ShutdownCodeFix(Rules.WebSocketOutlivesShutdown)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Operation(finding.Node) is not IInvocationOperation { Instance: { } socket } receive
            || (Acceptance(finding, socket) ?? Receiver(receive, socket)) is not var (name, statement, behind)
            || StopSignals.ForRequest(finding, statement) is not { } signal
            || finding.Solution.GetDocumentId(statement.SyntaxTree) is not { } document)
        {
            return [];
        }

        return [new Repair($"Close '{name}' when the application stops", "close", async solution =>
        {
            var editor = await solution.GetDocumentEditorAsync(document, finding.Cancellation).ConfigureAwait(false);
            var closing = NewCode.Statements(
                $"using var {finding.Model.Bodies.Semantics(statement.SyntaxTree).FreshName(statement.SpanStart, "closing")} = {signal.Expression}.Register(() => "
                + $"_ = {name}.CloseOutputAsync(global::System.Net.WebSockets.WebSocketCloseStatus.EndpointUnavailable, \"shutting down\", global::System.Threading.CancellationToken.None));");
            if (behind)
            {
                editor.AddAfter(statement, closing);
            }
            else
            {
                editor.AddBefore(statement, closing);
            }

            await signal.ApplyAsync(solution, finding.Cancellation).ConfigureAwait(false);
            foreach (var function in new[] { statement.FunctionAround(), receive.Syntax.FunctionAround() }.OfType<SyntaxNode>().Distinct())
            {
                await SocketCloses.GuardAsync(finding, solution, function, [name, socket.Syntax.ToString()]).ConfigureAwait(false);
            }
        })];
    }

    // Where the socket is accepted, if that is in one place and it gets a name there.
    private static (string Name, StatementSyntax Statement, bool Behind)? Acceptance(Finding finding, IOperation socket)
    {
        if (new AcceptedSockets(finding.Model).AcceptancesOf(socket).ToArray() is not [{ Syntax: var accepted }])
        {
            return null;
        }

        var statement = accepted.FirstAncestorOrSelf<StatementSyntax>();
        return (statement, accepted.FirstAncestorOrSelf<VariableDeclaratorSyntax>()) switch
        {
            (LocalDeclarationStatementSyntax, { Identifier: var name }) => (name.Text, statement, true),
            (UsingStatementSyntax { Statement: BlockSyntax { Statements: [var first, ..] } }, { Identifier: var name }) => (name.Text, first, false),
            (ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax name } }, null) => (name.Identifier.Text, statement, true),
            _ => null,
        };
    }

    // Else above everything that is done with it, in the function that receives from it.
    private static (string Name, StatementSyntax Statement, bool Behind)? Receiver(IInvocationOperation receive, IOperation socket)
        => receive.Syntax.FunctionAround() is { } function
        && Functions.BodyOf(function) is BlockSyntax { Statements: var statements }
        && socket.DescendantsAndSelf().FirstOrDefault(static it => it is ILocalReferenceOperation) is var local
        && (local is null ? statements.FirstOrDefault() : statements.FirstOrDefault(it => it.Span.Contains(receive.Syntax.Span))) is { } statement
            ? (socket.Syntax.ToString(), statement, false)
            : null;
}

namespace ShutdownAnalyzers.Requests;

/// <summary>
/// The handler's own <c>CloseAsync</c>. Once the application has closed the output, the client's answer closes the socket, and
/// closing it again throws: there is nothing left to close, so the call is skipped then.
/// </summary>
internal static class SocketCloses
{
    /// <summary>Records that each awaited close of a socket of these names in the function asks for its state first.</summary>
    public static async Task GuardAsync(Finding finding, SolutionEditor solution, SyntaxNode function, ImmutableHashSet<string> names)
    {
        if (finding.Solution.GetDocumentId(function.SyntaxTree) is not { } document)
        {
            return;
        }

        var semantics = finding.Model.Bodies.Semantics(function.SyntaxTree);
        var editor = await solution.GetDocumentEditorAsync(document, finding.Cancellation).ConfigureAwait(false);
        foreach (var statement in function.DescendantNodes().OfType<ExpressionStatementSyntax>())
        {
            if (SocketOf(semantics.GetOperation(statement, finding.Cancellation), finding.Model) is { } socket
                && names.Contains(socket)
                && !AsksForState(statement, function, socket))
            {
                editor.ReplaceNode(statement, (current, _) => Guarded((StatementSyntax)current, socket));
            }
        }
    }

    private static string? SocketOf(IOperation? statement, ShutdownModel model)
    {
        var awaited = ((statement as IExpressionStatementOperation)?.Operation as IAwaitOperation)?.Operation;
        var close = awaited is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } inner } ? inner : awaited;
        return close is IInvocationOperation { TargetMethod.Name: "CloseAsync", Instance: { } socket } && socket.Type.DerivesFrom(model.Types.WebSocket)
            ? socket.Syntax.ToString()
            : null;
    }

    private static bool AsksForState(SyntaxNode statement, SyntaxNode function, string socket)
        => statement.Ancestors().TakeWhile(it => it != function).OfType<IfStatementSyntax>().Any(it => it.Condition
            .DescendantNodesAndSelf().OfType<MemberAccessExpressionSyntax>()
            .Any(member => member.Name.Identifier.Text == "State" && member.Expression.ToString() == socket));

    // What is said above the close is said above the question; what is said behind it stays behind it.
    private static StatementSyntax Guarded(StatementSyntax close, string socket)
        => SyntaxFactory.IfStatement(
                NewCode.Expression($"{socket}.State != global::System.Net.WebSockets.WebSocketState.Closed"),
                SyntaxFactory.Block(close.WithLeadingTrivia()))
            .WithLeadingTrivia(close.GetLeadingTrivia())
            .WithTrailingTrivia(SyntaxFactory.ElasticLineFeed)
            .WithAdditionalAnnotations(Microsoft.CodeAnalysis.Formatting.Formatter.Annotation);
}

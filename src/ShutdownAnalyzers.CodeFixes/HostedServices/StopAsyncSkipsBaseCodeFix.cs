namespace ShutdownAnalyzers.HostedServices;

/// <summary>
/// SHUT201: the base call goes first, because it stops the worker that uses what the rest of the method releases; only what
/// tells the worker to end goes before it. A base call whose task is thrown away is awaited where it stands.
/// </summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StopAsyncSkipsBaseCodeFix))]
public sealed class StopAsyncSkipsBaseCodeFix() : ShutdownCodeFix(Rules.StopAsyncSkipsBase)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
        => finding.Node is MethodDeclarationSyntax method ? CallFirst(finding, method) : AwaitWhatIsDropped(finding);

    private static IEnumerable<Repair> CallFirst(Finding finding, MethodDeclarationSyntax method)
    {
        var symbol = finding.Semantics.GetDeclaredSymbol(method, finding.Cancellation)!;
        if (method.ExpressionBody?.Expression is { } expression && finding.Operation(expression).IsCompletedTask(finding.Model.Types))
        {
            return [new Repair("Call base.StopAsync", "call", finding, editor
                => editor.ReplaceNode(expression, NewCode.Expression(BaseCallText.Of(method)).WithTriviaFrom(expression)))];
        }

        var statements = method.Body?.Statements ?? [];
        var signals = statements.TakeWhile(WorkerSignals.IsSignal).ToList();
        if (statements.Skip(signals.Count).Any(WorkerSignals.EndsInput))
        {
            return [];
        }

        return [new Repair("Await base.StopAsync first", "call", finding, editor =>
        {
            StatementSyntax[] call = [BaseCallText.Awaited(method)];
            if (signals.Count > 0)
            {
                editor.AddAfter(signals[signals.Count - 1], call);
            }
            else
            {
                editor.AddAtStart(method, symbol, call);
            }

            editor.MakeAsync(method, symbol);
        })];
    }

    private static IEnumerable<Repair> AwaitWhatIsDropped(Finding finding)
    {
        if (finding.Around<StatementSyntax>() is not { } statement
            || Dropped(statement) is not { } task
            || statement.FunctionAround() is not { } function
            || finding.Semantics.SymbolOf(function) is not { } symbol
            || !AsyncFunctions.CanBeAsync(symbol, finding.Model))
        {
            return [];
        }

        return [new Repair("Await it", "await", finding, editor =>
        {
            editor.ReplaceNode(statement, SyntaxFactory.ExpressionStatement(SyntaxFactory.AwaitExpression(
                SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), task.WithoutTrivia())).WithTriviaFrom(statement));
            editor.MakeAsync(function, symbol);
        })];
    }

    // The whole expression whose task the statement throws away.
    private static ExpressionSyntax? Dropped(StatementSyntax statement) => statement switch
    {
        ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Right: var task } } => task,
        ExpressionStatementSyntax { Expression: var task } => task,
        LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: var task }] } => task,
        _ => null,
    };
}

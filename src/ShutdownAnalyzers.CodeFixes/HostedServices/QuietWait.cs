namespace ShutdownAnalyzers.HostedServices;

/// <summary>
/// A wait of a stop path that gives up when stopping may take no longer, and that hands on neither that nor the work's own
/// cancellation: an exception out of <c>StopAsync</c> crashes the process.
/// </summary>
internal static class QuietWait
{
    private const string TaskType = "global::System.Threading.Tasks.Task";
    private const string FiveSeconds = "global::System.TimeSpan.FromSeconds(5)";

    /// <summary>The edit that limits this wait; <see langword="null"/> where its result is used, or where it is written in another way.</summary>
    public static Action<SyntaxEditor>? For(Finding finding, SyntaxNode wait)
    {
        if (ThreadJoined(finding, wait) is { } join)
        {
            return editor => editor.ReplaceNode(join.ArgumentList, (current, _) =>
                ((ArgumentListSyntax)current).AddArguments(SyntaxFactory.Argument(NewCode.Expression(FiveSeconds))));
        }

        if (TaskIn(finding, wait) is not { } task || !finding.Model.Types.IsTask(finding.Semantics.GetTypeInfo(task, finding.Cancellation).Type))
        {
            return null;
        }

        var time = Deadlines.At(finding, wait) is { } deadline ? "global::System.Threading.Timeout.Infinite, " + deadline : FiveSeconds;
        var isValueTask = !finding.Semantics.GetTypeInfo(task, finding.Cancellation).Type.DerivesFrom(finding.Model.Types.Task);
        return editor => editor.ReplaceNode(task, (current, _) =>
        {
            var first = current.WithoutTrivia().ToFullString() + (isValueTask ? ".AsTask()" : "");
            return NewCode.Expression($"{TaskType}.WhenAny({first}, {TaskType}.Delay({time}))").WithTriviaFrom(current);
        });
    }

    // The expression that stands for the task, where nothing but its end is asked for.
    private static ExpressionSyntax? TaskIn(Finding finding, SyntaxNode wait) => wait switch
    {
        AwaitExpressionSyntax { Parent: ExpressionStatementSyntax or ArrowExpressionClauseSyntax, Expression: var awaited } => Configured(awaited),
        ReturnStatementSyntax { Expression: { } returned } => Configured(returned),
        ExpressionSyntax { Parent: ArrowExpressionClauseSyntax } returned when finding.Model.Types.IsTask(finding.Semantics.GetTypeInfo(returned, finding.Cancellation).Type) => Configured(returned),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait", Expression: var waited }, ArgumentList.Arguments.Count: 0, Parent: ExpressionStatementSyntax } => waited,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetAwaiter", Expression: var waited }, Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax { Parent: ExpressionStatementSyntax } } } => Configured(waited),
        _ => null,
    };

    // x in x.ConfigureAwait(false)
    private static ExpressionSyntax Configured(ExpressionSyntax awaited)
        => awaited is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: var task } } ? task : awaited;

    private static InvocationExpressionSyntax? ThreadJoined(Finding finding, SyntaxNode wait)
        => wait is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } call
        && finding.Operation(call) is IInvocationOperation { TargetMethod: { Name: "Join", ContainingType: var type } } && type.IsA(finding.Model.Types["System.Threading.Thread"])
            ? call
            : null;
}

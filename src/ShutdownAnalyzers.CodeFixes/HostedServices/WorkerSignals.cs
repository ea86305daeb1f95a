namespace ShutdownAnalyzers.HostedServices;

/// <summary>Statements of a stop path that tell the worker to end, so that the base call behind them can wait for it.</summary>
internal static class WorkerSignals
{
    // A worker may wait for the end of its queue: then a base call before that would wait for the worker in vain.
    private static readonly ImmutableHashSet<string> EndsOfInput = ImmutableHashSet.Create("Complete", "TryComplete", "CompleteAdding");

    private static readonly ImmutableHashSet<string> Signals = EndsOfInput.Union(["Cancel", "CancelAsync"]);

    /// <summary>The statement does nothing but cancel or complete something.</summary>
    public static bool IsSignal(StatementSyntax statement)
        => statement is ExpressionStatementSyntax { Expression: var expression } && CalledName(expression) is { } name && Signals.Contains(name);

    /// <summary>The statement completes a queue, or something of it does.</summary>
    public static bool EndsInput(StatementSyntax statement)
        => statement.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(static it => CalledName(it) is { } name && EndsOfInput.Contains(name));

    /// <summary>The statement cancels or completes something, or something of it does.</summary>
    public static bool Signalling(StatementSyntax statement)
        => statement.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(static it => CalledName(it) is { } name && Signals.Contains(name));

    private static string? CalledName(ExpressionSyntax expression) => expression switch
    {
        AwaitExpressionSyntax it => CalledName(it.Expression),
        ConditionalAccessExpressionSyntax it => CalledName(it.WhenNotNull),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } => name,
        InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax { Name.Identifier.ValueText: var name } } => name,
        _ => null,
    };
}

namespace ShutdownAnalyzers.Editing;

/// <summary>A stop signal that code can be given: how it is named there, and the edits that bring it there.</summary>
internal sealed record StopSignal(string Expression, ImmutableArray<Support> Supports)
{
    /// <summary>The expression of type <c>CancellationToken</c> to write.</summary>
    public ExpressionSyntax Token => NewCode.Expression(Expression);

    /// <summary>Records the edits that bring the signal into reach. The fix records its own besides, in any order.</summary>
    public Task ApplyAsync(SolutionEditor solution, CancellationToken cancellation) => Support.ApplyAsync(Supports, solution, cancellation);
}

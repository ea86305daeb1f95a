namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT211: the end of a wait by its deadline, or by the cancellation of the work, is caught; a stop that comes too late returns.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StopMayThrowCodeFix))]
public sealed class StopMayThrowCodeFix() : ShutdownCodeFix(Rules.StopMayThrow)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        switch (finding.Property(nameof(Escape)))
        {
            case nameof(Escape.Checked) when Early(finding) is { } check:
                yield return new Repair("Return when the deadline is over", "return", finding, check);
                break;

            case nameof(Escape.Expired) when Wait(finding) is { } wait:
                var exception = finding.Property(nameof(Exception)) == nameof(TimeoutException) ? "global::System.TimeoutException" : "global::System.OperationCanceledException";
                yield return Guarded(finding, wait, exception, "Time is up: the host goes on without it.");
                break;

            case nameof(Escape.Cancelled) when Wait(finding) is { } wait:
                yield return Guarded(finding, wait, "global::System.OperationCanceledException", "It was cancelled, as it should be.");
                break;
        }
    }

    private static Repair Guarded(Finding finding, ExpressionSyntax wait, string exception, string said)
        => new("Catch it and go on", "catch", finding, editor => GivenUp.Guard(editor, finding, wait, static it => it, $"catch ({exception})\n{{\n// {said}\n}}\n"));

    private static ExpressionSyntax? Wait(Finding finding) => finding.Node switch
    {
        ReturnStatementSyntax { Expression: { } returned } => returned,
        ExpressionSyntax wait => wait,
        _ => null,
    };

    // deadline.ThrowIfCancellationRequested(); in the stop method itself
    private static Action<SyntaxEditor>? Early(Finding finding)
    {
        if (finding.Around<ExpressionStatementSyntax>() is not { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var token } } } statement
            || statement.FunctionAround() is not { } function
            || finding.Semantics.SymbolOf(function) is not { } symbol || !finding.Model.Contracts.IsStop(symbol))
        {
            return null;
        }

        var end = symbol.IsAsync ? "return;" : "return global::System.Threading.Tasks.Task.CompletedTask;";
        return editor => editor.ReplaceNode(statement, (current, _) =>
            NewCode.Statement($"if ({token.WithoutTrivia()}.IsCancellationRequested)\n{{\n{end}\n}}\n").WithTriviaFrom(current));
    }
}

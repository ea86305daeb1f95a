namespace ShutdownAnalyzers.Loops;

/// <summary>Loops and waits are made to heed a stop signal: the edits that several fixes share.</summary>
internal static class Heed
{
    /// <summary>Records that the loop ends when the token fires. Its condition stays where it says more than "for ever".</summary>
    public static void EndLoop(SyntaxEditor editor, StatementSyntax loop, ExpressionSyntax token, SemanticModel semantics)
    {
        var asked = $"!{token.WithoutTrivia().ToFullString()}.IsCancellationRequested";
        switch (loop)
        {
            case WhileStatementSyntax { Condition: var condition }:
                editor.ReplaceNode(condition, (now, _) => Asking(now, asked, IsConstant(condition, semantics)));
                break;
            case DoStatementSyntax { Condition: var condition }:
                editor.ReplaceNode(condition, (now, _) => Asking(now, asked, IsConstant(condition, semantics)));
                break;
            case ForStatementSyntax { Condition: { } condition }:
                editor.ReplaceNode(condition, (now, _) => Asking(now, asked, IsConstant(condition, semantics)));
                break;
            case ForStatementSyntax @for:
                editor.ReplaceNode(@for, (now, _) => WithCondition((ForStatementSyntax)now, asked));
                break;
        }
    }

    /// <summary>
    /// Records that the wait is woken by the token; <see langword="false"/> where there is no way to write that.
    /// </summary>
    public static bool Wake(SyntaxEditor editor, Finding finding, InvocationExpressionSyntax wait, ExpressionSyntax token)
    {
        if (finding.Operation(wait) is not IInvocationOperation call)
        {
            return false;
        }

        if (call.TargetMethod is { Name: "Sleep", ContainingType.Name: "Thread" } && wait.ArgumentList.Arguments is [{ Expression: var time }])
        {
            var canAwait = finding.Model.Bodies.FunctionAround(call) is { IsAsync: true } && wait.Parent is ExpressionStatementSyntax && !wait.Ancestors().Any(static it => it is LockStatementSyntax);
            var slept = canAwait
                ? $"await global::System.Threading.Tasks.Task.Delay({time}, {token.WithoutTrivia().ToFullString()})"
                : $"{token.WithoutTrivia().ToFullString()}.WaitHandle.WaitOne({time})";
            editor.ReplaceNode(wait, (now, _) => NewCode.Expression(slept).WithTriviaFrom(now));
            return true;
        }

        if (call.TargetMethod is { Name: "WaitOne", Parameters.Length: 0 } && wait is { Expression: MemberAccessExpressionSyntax { Expression: var handle }, Parent: ExpressionStatementSyntax })
        {
            var either = $"global::System.Threading.WaitHandle.WaitAny(new[] {{ {handle.WithoutTrivia().ToFullString()}, {token.WithoutTrivia().ToFullString()}.WaitHandle }})";
            editor.ReplaceNode(wait, (now, _) => NewCode.Expression(either).WithTriviaFrom(now));
            return true;
        }

        if (TokenArgument.For(finding, wait) is not { } argument)
        {
            return false;
        }

        editor.ReplaceNode(wait, (now, _) => argument.In(now, token));
        return true;
    }

    private static SyntaxNode Asking(SyntaxNode condition, string asked, bool saysNothing)
        => NewCode.Expression(saysNothing ? asked : $"{Operand((ExpressionSyntax)condition)} && {asked}").WithTriviaFrom(condition);

    private static string Operand(ExpressionSyntax condition)
        => condition is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression } or ConditionalExpressionSyntax or AssignmentExpressionSyntax
            ? $"({condition.WithoutTrivia().ToFullString()})"
            : condition.WithoutTrivia().ToFullString();

    // for (;;) -> for (; asked;), with the comments where they were.
    private static ForStatementSyntax WithCondition(ForStatementSyntax @for, string asked)
    {
        var condition = NewCode.Expression(asked);
        return @for.FirstSemicolonToken.HasTrailingTrivia
            ? @for.WithCondition(condition)
            : @for.WithFirstSemicolonToken(@for.FirstSemicolonToken.WithTrailingTrivia(SyntaxFactory.Space)).WithCondition(condition);
    }

    private static bool IsConstant(ExpressionSyntax condition, SemanticModel semantics) => semantics.GetConstantValue(condition).HasValue;
}

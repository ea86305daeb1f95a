namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT210: what the stop method waits for is told the deadline, or is given up then; the host goes on.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StopIgnoresItsDeadlineCodeFix))]
public sealed class StopIgnoresItsDeadlineCodeFix() : ShutdownCodeFix(Rules.StopIgnoresItsDeadline)
{
    private const string Caught =
        """
        catch (global::System.OperationCanceledException)
        {
        // Time is up: the host goes on without it.
        }
        """;

    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        var edits = finding.AdditionalNodes.Prepend(finding.Node).Select(it => EditFor(finding, it)).ToList();
        if (edits.All(static it => it is not null))
        {
            yield return new Repair("Wait no longer than stopping may take", "deadline", finding, editor => edits.ForEach(it => it!(editor)));
        }
    }

    private static Action<SyntaxEditor>? EditFor(Finding finding, SyntaxNode wait)
    {
        if (Deadlines.At(finding, wait) is not { } deadline)
        {
            return null;
        }

        // A loop looks at its deadline too.
        if (wait is ExpressionSyntax { Parent: WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax })
        {
            return editor => editor.ReplaceNode(wait, (current, _) => NewCode.Expression(Limited((ExpressionSyntax)current, $"!{deadline}.IsCancellationRequested")).WithTriviaFrom(current));
        }

        return Called(wait) is { } call
            ? Limited(finding, call, deadline) is { } limited ? editor => GivenUp.Guard(editor, finding, call, limited, Caught) : null
            : QuietWait.For(finding, wait);
    }

    // What has been taken out of a queue is lost where the loop ends then: it looks at the deadline first.
    private static string Limited(ExpressionSyntax condition, string inTime)
        => condition.DescendantNodesAndSelf().OfType<ArgumentSyntax>().Any(static it => it.RefKindKeyword.IsKind(SyntaxKind.OutKeyword)) ? $"{inTime} && {Operand(condition)}" : $"{Operand(condition)} && {inTime}";

    private static string Operand(ExpressionSyntax condition)
        => condition.WithoutTrivia().ToFullString() is var text && condition is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression } or ConditionalExpressionSyntax or AssignmentExpressionSyntax
            ? $"({text})"
            : text;

    // await x.DrainAsync(), await x.DrainAsync().ConfigureAwait(false), return x.DrainAsync(), => x.DrainAsync()
    private static InvocationExpressionSyntax? Called(SyntaxNode wait)
    {
        var call = wait switch
        {
            AwaitExpressionSyntax { Expression: var awaited } => awaited,
            ReturnStatementSyntax { Expression: var returned } => returned,
            _ => wait,
        } as InvocationExpressionSyntax;
        return call is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: InvocationExpressionSyntax configured } } ? configured : call;
    }

    // The call hears the deadline itself; where it cannot, nobody waits for it any longer.
    private static Func<SyntaxNode, SyntaxNode>? Limited(Finding finding, InvocationExpressionSyntax call, string deadline)
    {
        if (TokenArgument.For(finding, call) is { Replaces: false } argument)
        {
            return it => argument.In(it, NewCode.Expression(deadline));
        }

        var isTask = finding.Semantics.GetTypeInfo(call, finding.Cancellation).Type.DerivesFrom(finding.Model.Types.Task);
        return finding.Model.Types.Task!.GetMembers("WaitAsync").IsEmpty
            ? null
            : it => NewCode.Expression($"{it.WithoutTrivia().ToFullString()}{(isTask ? "" : ".AsTask()")}.WaitAsync({deadline})").WithTriviaFrom(it);
    }
}

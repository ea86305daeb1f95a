using System.Collections.Concurrent;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>
/// Loops whose condition, by its text, may hold as long as the service runs: it is always true, asks a token or a flag, or a
/// function of the project answers it. What a library answers, and every comparison of data, comes to an end.
/// </summary>
internal sealed class LastingLoops(NameGraph names, WaitShapes waits)
{
    private readonly ConcurrentDictionary<string, bool> streams = new(StringComparer.Ordinal);

    public IEnumerable<StatementSyntax> In(SyntaxIndex file) => file.OpenLoops.Where(MayLast);

    /// <summary>The condition may never end the loop.</summary>
    public bool MayLast(StatementSyntax loop) => loop is not CommonForEachStatementSyntax && (LoopShapes.ConditionOf(loop) is not { } condition || MayHold(condition));

    /// <summary>The same, or the loop waits in its condition or its source for what may go on coming.</summary>
    public bool MayWaitOn(StatementSyntax loop)
        => MayLast(loop) || (loop is CommonForEachStatementSyntax { Expression: var source } ? MayWait(source) || NamesIn(source).Any(it => MayStream(it.Identifier.ValueText)) : MayWait(LoopShapes.ConditionOf(loop)!));

    /// <summary>Nothing but <c>return</c>, <c>break</c> or an exception ends the loop.</summary>
    public static bool IsEndless(StatementSyntax loop) => LoopShapes.ConditionOf(loop) is null or LiteralExpressionSyntax && loop is not CommonForEachStatementSyntax;

    // A function of the project that hands out a wait, or loops itself for as long.
    private bool MayStream(string name) => streams.GetOrAdd(name, it => names.Named(it).SelectMany(static function => function.Nodes).Any(it => !WrittenSignatures.ReturnsNoValues(it) && MayStream(it)));

    private bool MayStream(SyntaxNode function)
        => SyntaxIndex.Of(function.SyntaxTree) is var file
        && (file.Names(Waits.Names).Any(it => function.Span.Contains(it.Span) && waits.MayBe(it)) || file.OpenLoops.Any(it => function.Span.Contains(it.Span) && MayLast(it))
            || file.Words.In(function.Span).Any(it => it.IsCalled && it.Text != WrittenSignatures.NameOf(function) && names.DeclaresMethod(it.Text) && WrittenSignatures.ReturnsAtOnce(function)));

    private bool MayWait(ExpressionSyntax code) => NamesIn(code).Any(it => Waits.Names.Contains(it.Identifier.ValueText) && waits.MayBe(it));

    private static IEnumerable<SimpleNameSyntax> NamesIn(ExpressionSyntax code) => code.DescendantNodesAndSelf().OfType<SimpleNameSyntax>();

    private bool MayHold(ExpressionSyntax condition) => condition switch
    {
        ParenthesizedExpressionSyntax it => MayHold(it.Expression),
        LiteralExpressionSyntax => true,
        PrefixUnaryExpressionSyntax it when it.IsKind(SyntaxKind.LogicalNotExpression) => MayHold(it.Operand),
        BinaryExpressionSyntax it => MayHold(it),
        IsPatternExpressionSyntax it => it.Pattern is ConstantPatternSyntax && MayHold(it.Expression),
        AwaitExpressionSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: InvocationExpressionSyntax inner } } } => MayHold(inner),
        AwaitExpressionSyntax it => MayHold(it.Expression),
        InvocationExpressionSyntax it => WrittenSignatures.CalleeOf(it) is var callee && (callee == "WaitOne" || names.Declares(callee)),
        _ => true,
    };

    // Both halves of "and" have to hold; of what is compared only "== false" is a question to a token.
    private bool MayHold(BinaryExpressionSyntax condition) => condition.Kind() switch
    {
        SyntaxKind.LogicalAndExpression or SyntaxKind.BitwiseAndExpression => MayHold(condition.Left) && MayHold(condition.Right),
        SyntaxKind.EqualsExpression => condition.Right.IsKind(SyntaxKind.FalseLiteralExpression) ? MayHold(condition.Left) : condition is { Left: LiteralExpressionSyntax, Right: LiteralExpressionSyntax },
        _ => false,
    };
}

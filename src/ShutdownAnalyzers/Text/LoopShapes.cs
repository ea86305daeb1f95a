using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>What the text of a loop says, without binding. It sorts out the loops that certainly end by themselves.</summary>
internal static class LoopShapes
{
    /// <summary>The loop may be meant to run as long as the service does.</summary>
    public static bool MayBeOpen(StatementSyntax loop) => loop switch
    {
        WhileStatementSyntax it => MayBeOpen(it.Condition),
        DoStatementSyntax it => MayBeOpen(it.Condition),
        ForStatementSyntax it => it.Condition is null || MayBeOpen(it.Condition),
        CommonForEachStatementSyntax it => MayStream(it),
        _ => false,
    };

    /// <summary>The loop asks something of the project, and each turn runs on without a pause in which others may run: there is no <c>await</c> in it.</summary>
    public static bool MaySpinOnFlag(StatementSyntax loop)
        => loop is WhileStatementSyntax or DoStatementSyntax && ConditionOf(loop) is { } condition and not AwaitExpressionSyntax && !IsComparison(condition)
        && !BodyOf(loop)!.DescendantNodes(static it => it is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(static it => it is AwaitExpressionSyntax);

    /// <summary>The loop may wait in each turn.</summary>
    public static bool MayWait(StatementSyntax loop)
        => (loop is not CommonForEachStatementSyntax each || MayStream(each))
        && (loop is CommonForEachStatementSyntax || loop.DescendantNodes().Any(static it => it is AwaitExpressionSyntax or CommonForEachStatementSyntax { AwaitKeyword.RawKind: (int)SyntaxKind.AwaitKeyword } || (it is SimpleNameSyntax name && Waits.Names.Contains(name.Identifier.ValueText))));

    /// <summary>It is a <c>for</c> loop over numbers: <c>for (var i = 0; i &lt; n; i++)</c>.</summary>
    public static bool Counts(StatementSyntax loop)
        => loop is ForStatementSyntax { Declaration.Variables: [{ Identifier.ValueText: var counter }], Condition: BinaryExpressionSyntax { Left: IdentifierNameSyntax asked } condition, Incrementors: [var step] }
        && IsComparison(condition) && asked.Identifier.ValueText == counter
        && step.DescendantNodes().Any(it => it is IdentifierNameSyntax { Identifier.ValueText: var stepped } && stepped == counter);

    /// <summary>
    /// Each turn tries to get out of the loop, and what goes wrong is counted: <c>for (;;) { try { return await Get(); } catch (E) when (attempt &lt; 3) { } }</c>.
    /// </summary>
    public static bool TriesAFewTimes(StatementSyntax loop)
        => BodyOf(loop) is BlockSyntax { Statements: [.., TryStatementSyntax { Block.Statements: [.., ReturnStatementSyntax or BreakStatementSyntax] } @try] }
        && @try.Catches.All(it => it.Filter is { FilterExpression: var filter } && filter.DescendantNodesAndSelf().OfType<BinaryExpressionSyntax>().Any(asked => IsComparison(asked) && IsStepped(asked.Left, loop)));

    /// <summary>What is asked before or after each turn.</summary>
    public static ExpressionSyntax? ConditionOf(StatementSyntax loop) => loop switch
    {
        WhileStatementSyntax it => it.Condition,
        DoStatementSyntax it => it.Condition,
        ForStatementSyntax it => it.Condition,
        _ => null,
    };

    /// <summary>Some turn of the loop returns from the function.</summary>
    public static bool Returns(StatementSyntax loop)
        => loop.DescendantNodes(static it => it is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(static it => it is ReturnStatementSyntax);

    /// <summary>Some statement behind this one in its function calls something of such a name.</summary>
    public static bool HasCallBehind(SyntaxNode code, Func<string, bool> matters)
    {
        var below = code;
        foreach (var it in code.Ancestors().TakeWhile(static it => it is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseTypeDeclarationSyntax)))
        {
            var behind = it switch
            {
                BlockSyntax block => block.Statements.SkipWhile(statement => statement != below).Skip(1),
                SwitchSectionSyntax section => section.Statements.SkipWhile(statement => statement != below).Skip(1),
                CompilationUnitSyntax unit => unit.Members.SkipWhile(member => member != below).Skip(1),
                _ => Enumerable.Empty<SyntaxNode>(),
            };
            if (behind.Any(statement => statement.DescendantNodes().Any(node => node is InvocationExpressionSyntax call && matters(WrittenSignatures.CalleeOf(call)))))
            {
                return true;
            }

            below = it;
        }

        return false;
    }

    /// <summary>What the locals are made of that the loop calls: <c>var guarded = step.Logged(log); while (true) { await guarded(token); }</c>.</summary>
    public static IEnumerable<SyntaxNode> DelegatesCalledIn(StatementSyntax loop)
    {
        var called = loop.DescendantNodes().OfType<InvocationExpressionSyntax>().Select(static it => (it.Expression as IdentifierNameSyntax)?.Identifier.ValueText).Where(static it => it is not null).ToImmutableHashSet();
        return called.IsEmpty ? []
            : loop.Ancestors().OfType<BlockSyntax>().SelectMany(static it => it.Statements).OfType<LocalDeclarationStatementSyntax>()
                .SelectMany(static it => it.Declaration.Variables).Where(it => called.Contains(it.Identifier.ValueText)).Select(static it => it.Initializer).OfType<SyntaxNode>();
    }

    // attempt++, ++attempt, attempt += 1 somewhere in the loop
    private static bool IsStepped(ExpressionSyntax counter, StatementSyntax loop)
        => (counter as PostfixUnaryExpressionSyntax)?.Operand is IdentifierNameSyntax || (counter as PrefixUnaryExpressionSyntax)?.Operand is IdentifierNameSyntax
        || (counter is IdentifierNameSyntax { Identifier.ValueText: var name } && loop.DescendantNodes().Any(it => it switch
        {
            PostfixUnaryExpressionSyntax step => step.Operand,
            PrefixUnaryExpressionSyntax step => step.Operand,
            AssignmentExpressionSyntax step when step.IsKind(SyntaxKind.AddAssignmentExpression) => step.Left,
            _ => null,
        } is IdentifierNameSyntax { Identifier.ValueText: var stepped } && stepped == name));

    private static StatementSyntax? BodyOf(StatementSyntax loop) => loop switch
    {
        WhileStatementSyntax it => it.Statement,
        DoStatementSyntax it => it.Statement,
        ForStatementSyntax it => it.Statement,
        CommonForEachStatementSyntax it => it.Statement,
        _ => null,
    };

    private static bool MayStream(CommonForEachStatementSyntax each)
        => each.AwaitKeyword.IsKind(SyntaxKind.AwaitKeyword) || each.Expression.DescendantNodes().OfType<SimpleNameSyntax>().Any(static it => Waits.Names.Contains(it.Identifier.ValueText) && !CallShape.TakesLiteral(it));

    private static bool MayBeOpen(ExpressionSyntax condition) => condition switch
    {
        ParenthesizedExpressionSyntax inner => MayBeOpen(inner.Expression),
        _ when condition.DescendantNodesAndSelf().Any(static it => it is InvocationExpressionSyntax) => true,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } and => MayBeOpen(and.Left) && MayBeOpen(and.Right),
        _ => !IsComparison(condition),
    };

    private static bool IsComparison(ExpressionSyntax condition)
        => condition.Kind() is SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression;
}

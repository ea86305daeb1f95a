using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>Code that, by its text, may start what goes on by itself: a task nobody awaits there, a thread, a timer, a subscription.</summary>
/// <param name="Node">The call, creation or assignment.</param>
/// <param name="Callee">It starts something only if what has this name returns a task; <see langword="null"/> where it may in any case.</param>
internal readonly record struct StartShape(SyntaxNode Node, string? Callee)
{
    private static readonly string[] DelegateSuffixes = ["Delegate", "Handler", "Callback", "Factory"];

    public static IEnumerable<StartShape> In(SyntaxNode code) => code.DescendantNodes().Select(static it => it switch
    {
        InvocationExpressionSyntax call => Of(call),
        BaseObjectCreationExpressionSyntax creation when IsStarter(creation) => new(creation, null),
        AssignmentExpressionSyntax addition when addition.IsKind(SyntaxKind.AddAssignmentExpression) && MaySubscribe(addition) => new(addition, null),
        _ => (StartShape?)null,
    }).OfType<StartShape>();

    /// <summary>A call of what is declared like this may return a task: its type says so, or leaves it open.</summary>
    public static bool MayReturnTask(SyntaxNode declaration) => declaration switch
    {
        MethodDeclarationSyntax it => IsDeferred(it.ReturnType, it.Modifiers),
        LocalFunctionStatementSyntax it => IsDeferred(it.ReturnType, it.Modifiers),
        _ => WrittenTypes.In(declaration) is not { } type || type == "Func" || DelegateSuffixes.Any(it => type.EndsWith(it, StringComparison.Ordinal)),
    };

    private static bool IsDeferred(TypeSyntax type, SyntaxTokenList modifiers) => WrittenTypes.NameOf(type) switch
    {
        null or "Task" or "ValueTask" => true,
        "void" => modifiers.Any(SyntaxKind.AsyncKeyword),
        _ => false,
    };

    private static StartShape? Of(InvocationExpressionSyntax call)
    {
        var callee = WrittenSignatures.CalleeOf(call);
        return IsStopwatch(call) || IsRaised(call) ? null
            : callee.StartsWith("Start", StringComparison.Ordinal) || Handovers.StartNames.Contains(callee) || Subscriptions.Names.Contains(callee) ? new(call, null)
            : Combinators.Names.Contains(callee) || IsAwaited(call) ? null
            : callee.EndsWith("Async", StringComparison.Ordinal) || callee is "" or "ContinueWith" or "Invoke" or "DynamicInvoke" || MayKeepTask(call) ? new(call, null)
            : new(call, callee);
    }

    private static bool IsStarter(BaseObjectCreationExpressionSyntax creation) => WrittenTypes.Of(creation) is null or "Thread" or "Timer";

    private static bool IsStopwatch(InvocationExpressionSyntax call)
        => call.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Stopwatch" } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Stopwatch" } };

    // A local is no event. What is subscribed is named, made or chosen, not computed.
    private static bool MaySubscribe(AssignmentExpressionSyntax addition)
        => addition.Right is not (LiteralExpressionSyntax or InterpolatedStringExpressionSyntax or BinaryExpressionSyntax or ElementAccessExpressionSyntax or AwaitExpressionSyntax)
        && !(addition.Left is IdentifierNameSyntax name && SyntaxIndex.Declarations(name.SyntaxTree, name.Identifier.ValueText) is { Count: > 0 } found
            && found.All(static it => it is not VariableDeclaratorSyntax { Parent.Parent: EventFieldDeclarationSyntax }));

    // Changed?.Invoke(this, args): handlers return nothing.
    private static bool IsRaised(InvocationExpressionSyntax call) => call switch
    {
        { Expression: MemberBindingExpressionSyntax, Parent: ConditionalAccessExpressionSyntax { Expression: var raised } } => WrittenTypes.Of(raised) is "EventHandler" or "Action",
        { Expression: MemberAccessExpressionSyntax { Expression: var raised } } => WrittenTypes.Of(raised) is "EventHandler" or "Action",
        _ => false,
    };

    // await x(), await x().ConfigureAwait(false), await WhenAll(x(), ...), return x(): whoever is handed the task waits for it.
    private static bool IsAwaited(InvocationExpressionSyntax call)
    {
        for (SyntaxNode it = call; ; it = it.Parent)
        {
            switch (it.Parent)
            {
                case AwaitExpressionSyntax or ReturnStatementSyntax or CommonForEachStatementSyntax:
                case ArrowExpressionClauseSyntax { Parent: { } function } when !WrittenSignatures.ReturnsNothing(function):
                    return true;
                case MemberAccessExpressionSyntax or InvocationExpressionSyntax or ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax or ArgumentSyntax or ArgumentListSyntax
                    or ConditionalAccessExpressionSyntax or MemberBindingExpressionSyntax or ConditionalExpressionSyntax:
                    continue;
                default:
                    return false;
            }
        }
    }

    // _ = x(), _work = x(), Task work = x(): of what a library returns nothing is written.
    private static bool MayKeepTask(InvocationExpressionSyntax call) => call.Parent switch
    {
        AssignmentExpressionSyntax { Left: var kept and (IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }), Parent: not InitializerExpressionSyntax } => WrittenTypes.Of(kept) is null or "Task" or "ValueTask",
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax variables } } => WrittenTypes.NameOf(variables.Type) is "Task" or "ValueTask",
        _ => false,
    };
}

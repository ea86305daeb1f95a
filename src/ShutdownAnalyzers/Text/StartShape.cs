using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>Code that, by its text, may start what goes on by itself: a task nobody awaits there, a thread, a timer, a subscription.</summary>
internal static class StartShape
{
    private static readonly string[] DelegateSuffixes = ["Delegate", "Handler", "Callback", "Factory"];

    /// <param name="code">A piece of code.</param>
    /// <param name="returnsTask">Tells whether what has a name may return a task.</param>
    public static bool StandsIn(SyntaxNode code, Func<string, bool> returnsTask)
        => SyntaxIndex.Of(code.SyntaxTree) is var file
        && (file.Words.In(code.Span).Any(it => MayStart(it, file, returnsTask) && file.TokenAt(it.Position).Parent is { } place && Is(place is SimpleNameSyntax name ? SyntaxIndex.CallOf(name) : place, returnsTask))
            || file.Words.Additions(code.Span).Concat(file.Words.UnnamedCalls(code.Span)).Any(it => Is(file.TokenAt(it).Parent is ArgumentListSyntax { Parent: { } call } ? call : file.TokenAt(it).Parent, returnsTask)));

    /// <summary>This very call, creation or assignment may start something.</summary>
    public static bool Is(SyntaxNode? node, Func<string, bool> returnsTask) => node switch
    {
        InvocationExpressionSyntax call => IsStart(call, returnsTask),
        BaseObjectCreationExpressionSyntax creation => WrittenTypes.Of(creation) is null or "Thread" or "Timer",
        AssignmentExpressionSyntax addition => addition.IsKind(SyntaxKind.AddAssignmentExpression) && MaySubscribe(addition),
        _ => false,
    };

    // What the word alone tells: syntax costs more.
    private static bool MayStart(Word word, SyntaxIndex file, Func<string, bool> returnsTask)
        => word.Text == "new" ? word.IsCalled || NamesStarter(word, file)
        : word.IsCalled
            && (IsNamedAsStart(word.Text)
                || (!file.Words.IsAwaited(word) && (IsNamedAsTask(word.Text) || returnsTask(word.Text) || (word.Around & WordPlace.Assigned) != 0)));

    // new Thread(...), new System.Threading.Timer(...), new T()
    private static bool NamesStarter(Word word, SyntaxIndex file)
        => file.Words.Behind(word) is { Text: { } type } first
        && (type is "Thread" or "Timer" || SyntaxIndex.Standins(file.Tree).Contains(type) || (file.Words.Behind(first).Around & WordPlace.Member) != 0);

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

    private static bool IsStart(InvocationExpressionSyntax call, Func<string, bool> returnsTask)
    {
        var callee = WrittenSignatures.CalleeOf(call);
        return !IsStopwatch(call) && !IsRaised(call)
            && (IsNamedAsStart(callee)
                || (!Combinators.Names.Contains(callee) && !IsAwaited(call) && (callee.Length == 0 || IsNamedAsTask(callee) || MayKeepTask(call) || returnsTask(callee))));
    }

    // Start, StartAsync; not StartsWith.
    private static bool IsNamedAsStart(string callee)
        => (callee.StartsWith("Start", StringComparison.Ordinal) && (callee.Length == 5 || !char.IsLower(callee[5]))) || Handovers.StartNames.Contains(callee) || Subscriptions.Names.Contains(callee);

    private static bool IsNamedAsTask(string callee) => callee.EndsWith("Async", StringComparison.Ordinal) || callee is "ContinueWith" or "Invoke" or "DynamicInvoke";

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
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression or (int)SyntaxKind.CoalesceAssignmentExpression, Left: var kept and (IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }), Parent: not InitializerExpressionSyntax } => WrittenTypes.Of(kept) is null or "Task" or "ValueTask",
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax variables } } => WrittenTypes.NameOf(variables.Type) is "Task" or "ValueTask",
        _ => false,
    };
}

using System.Collections.Concurrent;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>
/// Proposes, by the text alone, the calls that clean up and use a token for it: in handlers, behind loops, in stop methods and
/// callbacks, and in what those call.
/// </summary>
internal sealed class CleanupShapes
{
    // As deep as the rules follow the callers of a helper.
    private const int Deepest = 3;

    private static readonly HashSet<string> FrameworkTokens =
    [
        "Token", "CancellationToken", "ApplicationStopping", "ApplicationStopped", "ApplicationStarted", "RequestAborted", "ConnectionAborted", "ConnectionClosed",
    ];

    private static readonly HashSet<string> Registrations = ["Register", "UnsafeRegister", "Create"];

    // Code without any of these words, a loop or a handler that is added does not clean up, unless somebody who does calls it.
    private static readonly ImmutableArray<string> Signs = ["catch", "finally", "IsCancellationRequested", .. Registrations, .. CallShape.StopMethods];

    private readonly NameGraph names;
    private readonly Lazy<HashSet<string>> tokens;
    private readonly Lazy<HashSet<string>> called;
    private readonly ConcurrentDictionary<string, bool> handingOn = new(StringComparer.Ordinal);

    public CleanupShapes(NameGraph names)
    {
        this.names = names;
        called = new(FindCalled);
        tokens = new(FindTokens);
    }

    /// <summary>The calls in such code that are handed a token, or that lead to a helper which hands one on.</summary>
    public IEnumerable<InvocationExpressionSyntax> In(SyntaxIndex file)
    {
        var tokenNames = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var code in file.Code)
        {
            if (MayCleanUp(file, code) || file.Functions.Any(it => called.Value.Contains(it.Name) && it.Nodes.Any(node => code.Span.Contains(node.Span))))
            {
                foreach (var word in file.Words.In(code.Span))
                {
                    if (CallAt(word, file, tokenNames) is { } call && CleansUp(call))
                    {
                        yield return call;
                    }
                }
            }
        }
    }

    // The call of a function that hands on a token, or the call that is handed one by this name.
    private InvocationExpressionSyntax? CallAt(Word word, SyntaxIndex file, Dictionary<string, bool> tokenNames)
    {
        if (word.IsCalled)
        {
            return names.Declares(word.Text) && handingOn.GetOrAdd(word.Text, HandsOn) && file.TokenAt(word.Position).Parent is SimpleNameSyntax callee ? SyntaxIndex.CallOf(callee) : null;
        }

        if (!word.EndsArgument)
        {
            return null;
        }

        if (!tokenNames.TryGetValue(word.Text, out var isToken))
        {
            tokenNames.Add(word.Text, isToken = tokens.Value.Contains(word.Text) || SyntaxIndex.Declarations(file.Tree, word.Text).Any(MayHoldToken));
        }

        return isToken && file.TokenAt(word.Position).Parent is SimpleNameSyntax name && CallShape.HandedTo(name) is { Call: { } call, Argument: var argument } && MayBeToken(argument) ? call : null;
    }

    private static bool MayCleanUp(SyntaxIndex file, SyntaxNode code)
        => code is DestructorDeclarationSyntax
        || HasSign(file, code)
        || file.Words.HasAddition(code.Span)
        || file.HasOpenLoop(code)
        || (code is GlobalStatementSyntax && file.OpenLoops.Any(static it => it.FirstAncestorOrSelf<GlobalStatementSyntax>() is not null));

    private static bool HasSign(SyntaxIndex file, SyntaxNode code)
    {
        foreach (var sign in Signs)
        {
            if (file.Words.Has(sign, code.Span))
            {
                return true;
            }
        }

        return false;
    }

    private bool CleansUp(InvocationExpressionSyntax call) => CallShape.CleansUp(call) || WrittenSignatures.NamesAround(call).Any(called.Value.Contains);

    private HashSet<string> FindTokens() => [.. FrameworkTokens, .. names.Files.SelectMany(static it => it.Tokens)];

    // A function of this name hands on a token which is not a parameter of it.
    private bool HandsOn(string callee)
    {
        foreach (var function in names.Named(callee).SelectMany(static it => it.Nodes))
        {
            foreach (var token in function.DescendantNodes().OfType<InvocationExpressionSyntax>().SelectMany(CallShape.NamesHandedTo))
            {
                if ((token is MemberAccessExpressionSyntax || !WrittenSignatures.HasParameter(function, LastName(token))) && MayBeToken(token))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // What clean-up code calls or hands on, what that calls, and so on.
    private HashSet<string> FindCalled()
    {
        var found = new HashSet<string>(names.Files.SelectMany(NamesInCleanup), StringComparer.Ordinal);
        var last = found.ToList();
        for (var depth = 0; depth < Deepest; depth++)
        {
            last = [.. last.SelectMany(names.Named).SelectMany(static it => it.Names).Where(it => names.Declares(it) && found.Add(it))];
        }

        return found;
    }

    private IEnumerable<string> NamesInCleanup(SyntaxIndex file)
        => file.Code.Where(it => MayCleanUp(file, it)).SelectMany(it => file.Words.In(it.Span)).Where(it => (it.IsCalled || it.EndsArgument) && names.Declares(it.Text) && IsUsedInCleanup(it, file)).Select(static it => it.Text);

    // Called there, or handed there to a call; or handed to whoever calls it at the stop.
    private static bool IsUsedInCleanup(Word word, SyntaxIndex file)
        => file.TokenAt(word.Position).Parent is SimpleNameSyntax name
        && (SyntaxIndex.CallOf(name) ?? CallShape.HandedTo(name)?.Call) is { } call
        && (CallShape.CleansUp(call) || Registrations.Contains(WrittenSignatures.CalleeOf(call)));

    private bool MayBeToken(ExpressionSyntax argument)
        => LastName(argument) is var name && (tokens.Value.Contains(name) || (argument is IdentifierNameSyntax && SyntaxIndex.Declarations(argument.SyntaxTree, name).Any(MayHoldToken)));

    // Without a type: a variable whose value may be a token, or one of a pattern or a lambda.
    private bool MayHoldToken(SyntaxNode declaration) => WrittenTypes.In(declaration) is null && declaration switch
    {
        VariableDeclaratorSyntax { Initializer.Value: var value } => MayBeTokenValue(value),
        ForEachStatementSyntax => false,
        _ => true,
    };

    private bool MayBeTokenValue(ExpressionSyntax value) => value switch
    {
        ParenthesizedExpressionSyntax it => MayBeTokenValue(it.Expression),
        LiteralExpressionSyntax or InterpolatedStringExpressionSyntax or AwaitExpressionSyntax or AnonymousFunctionExpressionSyntax or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax or PrefixUnaryExpressionSyntax => false,
        BinaryExpressionSyntax it => it.IsKind(SyntaxKind.CoalesceExpression),
        ConditionalExpressionSyntax it => MayBeTokenValue(it.WhenTrue) || MayBeTokenValue(it.WhenFalse),
        MemberAccessExpressionSyntax it => tokens.Value.Contains(it.Name.Identifier.ValueText),
        InvocationExpressionSyntax it => WrittenSignatures.CalleeOf(it) is var callee && (callee.Contains("Token") || names.Declares(callee) || names.DeclaresVariable(callee)),
        _ => true,
    };

    private static string LastName(ExpressionSyntax argument) => (argument is MemberAccessExpressionSyntax member ? member.Name : (SimpleNameSyntax)argument).Identifier.ValueText;
}

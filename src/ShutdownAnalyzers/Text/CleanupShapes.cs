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

    private readonly NameGraph names;
    private readonly Lazy<HashSet<string>> tokens;
    private readonly Lazy<HashSet<string>> called;
    private readonly Lazy<HashSet<string>> handingOn;

    public CleanupShapes(NameGraph names)
    {
        this.names = names;
        called = new(FindCalled);
        handingOn = new(FindHandingOn);
        tokens = new(FindTokens);
    }

    /// <summary>The calls in such code that are handed a token, or that lead to a helper which hands one on.</summary>
    public IEnumerable<InvocationExpressionSyntax> In(SyntaxIndex file)
    {
        foreach (var call in file.Calls)
        {
            if (CleansUp(call) && (call.Arguments.Any(MayBeToken) || handingOn.Value.Contains(call.Callee)))
            {
                yield return call.Node;
            }
        }
    }

    private bool CleansUp(CallShape call) => call.CleansUp || call.Functions.Any(it => WrittenSignatures.NameOf(it) is { } name && called.Value.Contains(name));

    private HashSet<string> FindTokens() => [.. FrameworkTokens, .. names.Files.SelectMany(static it => it.Tokens)];

    // Functions that hand on a token which is not a parameter of theirs.
    private HashSet<string> FindHandingOn()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var call in names.Files.SelectMany(static it => it.Calls))
        {
            foreach (var token in call.Arguments)
            {
                if (MayBeToken(token))
                {
                    foreach (var function in call.Functions)
                    {
                        if ((token is MemberAccessExpressionSyntax || !WrittenSignatures.HasParameter(function, LastName(token))) && WrittenSignatures.NameOf(function) is { } name)
                        {
                            found.Add(name);
                        }
                    }
                }
            }
        }

        return found;
    }

    // What clean-up code calls or hands on, what that calls, and so on.
    private HashSet<string> FindCalled()
    {
        var found = new HashSet<string>(names.Files.SelectMany(static it => it.Calls).Where(static it => it.CleansUp || it.Callee is "Register" or "UnsafeRegister" or "Create").SelectMany(NamesIn), StringComparer.Ordinal);
        var last = found.ToList();
        for (var depth = 0; depth < Deepest; depth++)
        {
            last = [.. last.SelectMany(names.Named).SelectMany(static it => it.Names).Where(it => names.Declares(it) && found.Add(it))];
        }

        return found;
    }

    private static IEnumerable<string> NamesIn(CallShape call) => call.Arguments.Select(LastName).Append(call.Callee);

    private bool MayBeToken(ExpressionSyntax argument)
        => LastName(argument) is var name && (tokens.Value.Contains(name) || (argument is IdentifierNameSyntax && SyntaxIndex.Of(argument.SyntaxTree).IsInferred(name)));

    private static string LastName(ExpressionSyntax argument) => (argument is MemberAccessExpressionSyntax member ? member.Name : (SimpleNameSyntax)argument).Identifier.ValueText;
}

using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>What the text of a handler says, without binding.</summary>
internal static class Handlers
{
    /// <summary>The catch names a cancellation, or an alias that may stand for one.</summary>
    public static bool MayTakeCancellation(CatchClauseSyntax clause)
        => clause.Declaration is { Type: var caught } && (WrittenTypes.NameOf(caught) is not { } type || type.Contains("Cancel"));

    /// <summary>One of the catches may let cancellations pass, whoever asked for them: by a filter that asks no token, or by throwing them on.</summary>
    public static bool MayLetCancellationsPass(TryStatementSyntax @try) => @try.Catches.Any(static it
        => it.Filter is null ? MayTakeCancellation(it) && it.Block.Statements is [ThrowStatementSyntax]
        : MayTake(it) && !it.Filter.DescendantNodes().Any(static asked => asked is IdentifierNameSyntax { Identifier.ValueText: "IsCancellationRequested" }));

    /// <summary>The catch takes everything, all exceptions, or a cancellation; a type that only binding can tell may be one of them.</summary>
    public static bool MayTake(CatchClauseSyntax clause)
        => clause.Declaration is null || WrittenTypes.NameOf(clause.Declaration.Type) is "Exception" or "SystemException" || MayTakeCancellation(clause);

    /// <summary>Nothing but a cancellation may get there: by its type, or by its filter.</summary>
    public static bool MayTakeOnlyCancellation(CatchClauseSyntax clause) => MayTakeCancellation(clause) || (clause.Filter is not null && MayTake(clause) && !LetsCancellationPass(clause));

    /// <summary>The filter says so: <c>when (e is not OperationCanceledException)</c>.</summary>
    public static bool LetsCancellationPass(CatchClauseSyntax clause)
        => clause.Filter is { FilterExpression: IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { RawKind: (int)SyntaxKind.NotPattern, Pattern: var pattern } } }
        && pattern is TypePatternSyntax { Type: SimpleNameSyntax { Identifier.ValueText: nameof(OperationCanceledException) } } or ConstantPatternSyntax { Expression: SimpleNameSyntax { Identifier.ValueText: nameof(OperationCanceledException) } };

    /// <summary>Something in the handler throws.</summary>
    public static bool Throws(CatchClauseSyntax clause)
        => clause.Block.DescendantNodes(static it => it is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(static it => it is ThrowStatementSyntax or ThrowExpressionSyntax);
}

using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>What the text of a handler says, without binding.</summary>
internal static class Handlers
{
    /// <summary>The catch names a cancellation, or an alias that may stand for one.</summary>
    public static bool MayTakeCancellation(CatchClauseSyntax clause)
        => clause.Declaration is { Type: var caught } && (WrittenTypes.NameOf(caught) is not { } type || type.Contains("Cancel"));

    /// <summary>One of the catches has a filter, or names a cancellation.</summary>
    public static bool MaySortOutCancellation(TryStatementSyntax @try) => @try.Catches.Any(static it => it.Filter is not null || MayTakeCancellation(it));
}

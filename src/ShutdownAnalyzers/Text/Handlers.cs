using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>What the text of a handler says, without binding.</summary>
internal static class Handlers
{
    /// <summary>The catch names a cancellation.</summary>
    public static bool MayTakeCancellation(CatchClauseSyntax clause) => WrittenTypes.NameOf(clause.Declaration?.Type) is { } type && type.Contains("Cancel");

    /// <summary>One of the catches has a filter, or names a cancellation.</summary>
    public static bool MaySortOutCancellation(TryStatementSyntax @try) => @try.Catches.Any(static it => it.Filter is not null || MayTakeCancellation(it));
}

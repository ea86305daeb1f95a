using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>Where, by the text, a catch may take a cancellation: in the code itself, or in what it leads to.</summary>
internal sealed class Swallowing(NameGraph names)
{
    private readonly Leads helpers = new(names, static it => it.File.Tries.Any(handler => handler.Catches.Any(MayTake) && it.Contains(handler)));

    public bool MayBeIn(SyntaxNode code)
        => SyntaxIndex.Of(code.SyntaxTree) is var file
        && (file.Tries.Any(it => it.Catches.Any(clause => code.Span.Contains(clause.Span) && MayTake(clause))) || file.Words.In(code.Span).Any(helpers.From));

    // Everything, all exceptions, or a cancellation. A type that only binding can tell may be one of them.
    private static bool MayTake(CatchClauseSyntax clause)
        => clause.Declaration is null || WrittenTypes.NameOf(clause.Declaration.Type) is "Exception" or "SystemException" || Handlers.MayTakeCancellation(clause);
}

using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>Where, by the text, a catch may take a cancellation: in the code itself, or in what it leads to.</summary>
internal sealed class Swallowing(NameGraph names)
{
    private readonly Lazy<HashSet<string>> helpers = new(() => new(Collect(names).Select(static it => it.Name), StringComparer.Ordinal));

    public bool MayBeIn(SyntaxNode code) => code.DescendantNodes().Any(it => it switch
    {
        CatchClauseSyntax clause => MayTake(clause),
        SimpleNameSyntax name => helpers.Value.Contains(name.Identifier.ValueText),
        _ => false,
    });

    // Everything, all exceptions, or a cancellation. A type that only binding can tell may be one of them.
    private static bool MayTake(CatchClauseSyntax clause)
        => clause.Declaration is null || WrittenTypes.NameOf(clause.Declaration.Type) is "Exception" or "SystemException" || Handlers.MayTakeCancellation(clause);

    private static HashSet<FunctionText> Collect(NameGraph names) => names.To(
        from file in names.Files
        from handler in file.Tries
        where handler.Catches.Any(MayTake)
        from name in WrittenSignatures.NamesAround(handler)
        select file.FunctionOf(name));
}

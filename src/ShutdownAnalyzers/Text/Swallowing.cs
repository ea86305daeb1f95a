using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>Where, by the text, a catch may take a cancellation: in the code itself, or in what it leads to.</summary>
internal sealed class Swallowing(Compilation compilation)
{
    private readonly Lazy<HashSet<string>> helpers = new(() => Collect([.. compilation.SyntaxTrees.Select(SyntaxIndex.Of)]));

    public bool MayBeIn(SyntaxNode code) => code.DescendantNodes().Any(it => it switch
    {
        CatchClauseSyntax clause => MayTake(clause),
        SimpleNameSyntax name => helpers.Value.Contains(name.Identifier.ValueText),
        _ => false,
    });

    // Everything, all exceptions, or a cancellation. A type that only binding can tell may be one of them.
    private static bool MayTake(CatchClauseSyntax clause)
        => clause.Declaration is null || WrittenTypes.NameOf(clause.Declaration.Type) is "Exception" or "SystemException" || Handlers.MayTakeCancellation(clause);

    private static HashSet<string> Collect(ImmutableArray<SyntaxIndex> files)
    {
        var users = files.SelectMany(static file => file.Functions).SelectMany(static it => it.Value.Select(used => (Used: used, By: it.Key))).ToLookup(static it => it.Used, static it => it.By, StringComparer.Ordinal);
        var found = new HashSet<string>(StringComparer.Ordinal);
        var rest = new Stack<string>(files.SelectMany(static file => file.Tries).Where(static it => it.Catches.Any(MayTake)).SelectMany(WrittenSignatures.NamesAround));
        while (rest.Count > 0)
        {
            var function = rest.Pop();
            if (found.Add(function))
            {
                foreach (var user in users[function])
                {
                    rest.Push(user);
                }
            }
        }

        return found;
    }
}

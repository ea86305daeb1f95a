using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>
/// The names of the project's functions through which code reaches a call, by name alone: a cheap superset of the helpers
/// that a rule follows.
/// </summary>
internal sealed class NamesLeadingTo(Compilation compilation, References references)
{
    // Rules follow their helpers about as deep.
    private const int Deepest = 5;

    private readonly Lazy<ImmutableHashSet<string>> openLoops = new(() => [.. compilation.SyntaxTrees
        .SelectMany(static it => SyntaxIndex.Of(it).Loops)
        .Where(static it => LoopShapes.MayBeOpen(it) && !LoopShapes.Returns(it))
        .SelectMany(WrittenSignatures.NamesAround)]);

    /// <summary>The functions that have a loop in them which may be meant to run as long as the service does, and does not return from it.</summary>
    public ImmutableHashSet<string> OpenLoops => openLoops.Value;

    /// <param name="names">The names of what is called in the end; they are part of the answer.</param>
    /// <param name="passesOn">Tells from its declaration whether a method, local function or property can be such a helper.</param>
    public ImmutableHashSet<string> Of(IEnumerable<string> names, Func<SyntaxNode, bool> passesOn)
    {
        var all = names.ToImmutableHashSet();
        var last = all;
        for (var depth = 0; depth < Deepest && !last.IsEmpty; depth++)
        {
            last = last.SelectMany(Users).Where(passesOn).Select(WrittenSignatures.NameOf).OfType<string>().Where(it => !all.Contains(it)).ToImmutableHashSet();
            all = all.Union(last);
        }

        return all;
    }

    private IEnumerable<SyntaxNode> Users(string name) => references.TreesWith(name).SelectMany(tree => SyntaxIndex.Uses(tree, name)).SelectMany(WrittenSignatures.FunctionsAround);
}

using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>
/// The names of the project's functions through which code reaches a call, by name alone: a cheap superset of the helpers
/// that a rule follows.
/// </summary>
internal sealed class NamesLeadingTo(NameGraph graph)
{
    // Rules follow their helpers about as deep.
    private const int Deepest = 5;

    private readonly Lazy<HashSet<string>> openLoops = new(() => [.. graph.Files
        .SelectMany(static it => it.OpenLoops)
        .Where(static it => !LoopShapes.Returns(it))
        .SelectMany(WrittenSignatures.NamesAround)]);

    /// <summary>The functions that have a loop in them which may be meant to run as long as the service does, and does not return from it.</summary>
    public HashSet<string> OpenLoops => openLoops.Value;

    /// <param name="names">The names of what is called in the end; they are part of the answer.</param>
    /// <param name="passesOn">Tells from its declaration whether a method, local function or property can be such a helper.</param>
    public HashSet<string> Of(IEnumerable<string> names, Func<SyntaxNode, bool> passesOn) => Of(names, passesOn, static _ => true);

    /// <param name="names">The names of what is called in the end; they are part of the answer.</param>
    /// <param name="passesOn">Tells from its declaration whether a method, local function or property can be such a helper.</param>
    /// <param name="isUse">Tells of a place where a name stands whether it is a use that counts.</param>
    public HashSet<string> Of(IEnumerable<string> names, Func<SyntaxNode, bool> passesOn, Func<SyntaxNode, bool> isUse)
    {
        var all = new HashSet<string>(names, StringComparer.Ordinal);
        var last = all.ToList();
        for (var depth = 0; depth < Deepest && last.Count > 0; depth++)
        {
            last = [.. last.SelectMany(it => Users(it, isUse)).Where(passesOn).Select(WrittenSignatures.NameOf).OfType<string>().Where(all.Add)];
        }

        return all;
    }

    private IEnumerable<SyntaxNode> Users(string name, Func<SyntaxNode, bool> isUse) => graph.FilesWith(name).SelectMany(it => it.Names(name)).Where(isUse).SelectMany(WrittenSignatures.FunctionsAround);
}

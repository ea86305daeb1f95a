using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Model;

/// <summary>
/// Where a syntax tree uses which name: the cheap half of "who refers to this?". Kept with the tree, so that in an editor
/// only the file that was typed in is read again.
/// </summary>
internal sealed class NameIndex
{
    /// <summary>The key of <c>new(...)</c>, which names no type.</summary>
    public const string TargetTypedNew = "new";

    /// <summary>The key of <c>: base(...)</c> and <c>: this(...)</c>.</summary>
    public const string ConstructorInitializer = ".ctor";

    private static readonly ConditionalWeakTable<SyntaxTree, NameIndex> Known = new();

    private readonly Dictionary<string, List<SyntaxNode>> uses = new(StringComparer.Ordinal);

    private NameIndex(SyntaxTree tree)
    {
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            switch (node)
            {
                case SimpleNameSyntax name:
                    Add(name.Identifier.ValueText, name);
                    break;
                case ImplicitObjectCreationExpressionSyntax:
                    Add(TargetTypedNew, node);
                    break;
                case ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax:
                    Add(ConstructorInitializer, node);
                    break;
            }
        }
    }

    public static IReadOnlyList<SyntaxNode> Uses(SyntaxTree tree, string name)
        => Known.GetValue(tree, static it => new NameIndex(it)).uses.TryGetValue(name, out var found) ? found : [];

    /// <summary>Every name that the tree uses, once.</summary>
    public static IReadOnlyCollection<string> NamesIn(SyntaxTree tree) => Known.GetValue(tree, static it => new NameIndex(it)).uses.Keys;

    private void Add(string name, SyntaxNode node)
    {
        if (!uses.TryGetValue(name, out var list))
        {
            uses.Add(name, list = []);
        }

        list.Add(node);
    }
}

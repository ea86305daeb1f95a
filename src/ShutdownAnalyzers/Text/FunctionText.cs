using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>
/// A function as a file shows it: a method, local function, property or constructor, the last by the name of its type. Those of
/// one name in one file count as one.
/// </summary>
internal sealed class FunctionText(string name, SyntaxIndex file)
{
    private readonly List<SyntaxNode> nodes = [];

    public string Name { get; } = name;

    public SyntaxIndex File { get; } = file;

    /// <summary>The declarations.</summary>
    public IReadOnlyList<SyntaxNode> Nodes => nodes;

    /// <summary>The words in it: whatever they name, it may call it.</summary>
    public IEnumerable<string> Names => nodes.Count == 1 ? File.Words.In(nodes[0].Span) : nodes.SelectMany(it => File.Words.In(it.Span));

    public bool Contains(SyntaxNode code) => nodes.Any(it => it.Span.Contains(code.Span));

    /// <summary>The code has a local function of this name.</summary>
    public bool HasLocalIn(SyntaxNode code) => nodes.Any(it => it is LocalFunctionStatementSyntax && code.Span.Contains(it.Span) && it != code);

    public void Add(SyntaxNode declaration) => nodes.Add(declaration);
}

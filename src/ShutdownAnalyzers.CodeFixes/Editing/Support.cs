namespace ShutdownAnalyzers.Editing;

/// <summary>An edit that a signal needs to exist: a parameter, an argument, a field. The same one is made once.</summary>
internal sealed record Support(string Key, SyntaxTree Tree, Action<DocumentEditor> Edit)
{
    /// <summary>An edit of this node; of the same kind and node there is only one.</summary>
    public static Support Of(SyntaxNode node, string kind, Action<DocumentEditor> edit) => new($"{kind} {node.SyntaxTree.FilePath} {node.Span}", node.SyntaxTree, edit);
}

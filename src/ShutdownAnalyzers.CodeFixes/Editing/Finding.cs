namespace ShutdownAnalyzers.Editing;

/// <summary>One diagnostic and what a fix needs to decide about it.</summary>
internal sealed record Finding(Document Document, SyntaxNode Root, SemanticModel Semantics, SyntaxNode Node, Diagnostic Diagnostic, CancellationToken Cancellation)
{
    /// <summary>The facts about the compilation, shared with the analyzers.</summary>
    public ShutdownModel Model { get; } = ShutdownModel.Of(Semantics.Compilation);

    /// <summary>The solution before any repair.</summary>
    public Solution Solution => Document.Project.Solution;

    /// <summary>The type whose code the finding is in; <see langword="null"/> in top-level statements.</summary>
    public INamedTypeSymbol? Type => Semantics.GetEnclosingSymbol(Node.SpanStart, Cancellation) is { } inside
        ? inside as INamedTypeSymbol ?? inside.ContainingType
        : null;

    /// <summary>What the analyzer wrote into the diagnostic under this name, or <see langword="null"/>.</summary>
    public string? Property(string name) => Diagnostic.Properties.TryGetValue(name, out var value) ? value : null;

    /// <summary>The nodes at the diagnostic's additional locations, as far as they are in the finding's document, in order.</summary>
    public IEnumerable<SyntaxNode> AdditionalNodes => Diagnostic.AdditionalLocations
        .Where(it => it.SourceTree == Root.SyntaxTree)
        .Select(it => Root.FindNode(it.SourceSpan, getInnermostNodeForTie: true));

    /// <summary>The nearest node of this kind around the finding (or the flagged node itself).</summary>
    public T? Around<T>()
        where T : SyntaxNode
        => Node.FirstAncestorOrSelf<T>();

    /// <summary>The operation of the node, or <see langword="null"/>.</summary>
    public IOperation? Operation(SyntaxNode node) => Semantics.GetOperation(node, Cancellation);

    /// <summary>
    /// A name written at this position means this symbol. A name that would be captured by a nearer declaration, or that
    /// means a local before its declaration, does not.
    /// </summary>
    public bool NameMeans(int position, string name, ISymbol symbol) => Semantics.NameMeans(position, name, symbol);

    /// <summary>The finding for the diagnostic, or <see langword="null"/> where it is not in the document's text.</summary>
    public static async Task<Finding?> InAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } semantics
            || !diagnostic.Location.IsInSource
            || !root.FullSpan.Contains(diagnostic.Location.SourceSpan))
        {
            return null;
        }

        var node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        return new Finding(document, root, semantics, node, diagnostic, cancellation);
    }
}

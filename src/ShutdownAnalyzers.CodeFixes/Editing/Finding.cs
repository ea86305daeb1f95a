namespace ShutdownAnalyzers.Editing;

/// <summary>One diagnostic and what a fix needs to decide about it.</summary>
internal sealed record Finding(Document Document, SyntaxNode Root, SemanticModel Semantics, SyntaxNode Node, Diagnostic Diagnostic, CancellationToken Cancellation)
{
    public ShutdownModel Model { get; } = ShutdownModel.Of(Semantics.Compilation);
}

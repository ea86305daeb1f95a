namespace ShutdownAnalyzers.Editing;

/// <summary>A source of the type itself, cancelled in its stop path.</summary>
internal sealed class OwnSource(ShutdownModel model)
{
    public StopSignal? For(SyntaxNode at) => model.Types.CancellationTokenSource is null || at.Parent is null ? null : null;
}

namespace ShutdownAnalyzers.Model;

/// <summary>Tokens that live as long as the application and tell of its stop.</summary>
internal static class LifetimeTokens
{
    /// <summary>
    /// The token is one of the application's lifetime, or fires when a hosted type stops. A source of the project's own
    /// counts only where a stop path cancels it: others are cancelled for reasons of their own.
    /// </summary>
    public static bool IsLifetimeToken(this ShutdownModel model, IOperation? token, Frame frame)
        => token is not null
        && model.Signals.Of(token, frame).Has(Signal.Stop | Signal.Wrong)
        && (SourceOf(token, model) is not { } source || model.Endings.Ends(source, token));

    private static ISymbol? SourceOf(IOperation token, ShutdownModel model)
        => token.Bare() is IPropertyReferenceOperation { Property.Name: "Token" } property && model.Signals.IsSource(property.Instance?.Type) ? property.Instance.ReferencedSymbol() : null;
}

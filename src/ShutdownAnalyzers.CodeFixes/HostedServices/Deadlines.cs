namespace ShutdownAnalyzers.HostedServices;

/// <summary>The token that says how long stopping may take.</summary>
internal static class Deadlines
{
    /// <summary>How code at this node names the deadline: the parameter of the stop method around it, or of a helper that is handed it.</summary>
    public static string? At(Finding finding, SyntaxNode node)
    {
        for (var it = finding.Semantics.GetEnclosingSymbol(node.SpanStart, finding.Cancellation); it is IMethodSymbol function; it = it.ContainingSymbol)
        {
            if (function.Parameters.FirstOrDefault(parameter => IsDeadline(parameter, finding.Model)) is { } deadline)
            {
                return deadline.Name == "_" || !finding.NameMeans(node.SpanStart, deadline.Name, deadline) ? null : Names.Escaped(deadline.Name);
            }

            if (function.IsStatic)
            {
                break;
            }
        }

        return null;
    }

    private static bool IsDeadline(IParameterSymbol parameter, ShutdownModel model)
        => model.Signals.IsToken(parameter.Type) && model.Signals.Of(parameter) == Signal.Deadline;
}

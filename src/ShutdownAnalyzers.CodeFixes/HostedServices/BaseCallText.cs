namespace ShutdownAnalyzers.HostedServices;

/// <summary>How the call of the base is written in a method that lacks it.</summary>
internal static class BaseCallText
{
    /// <summary><c>base.StopAsync(cancellationToken)</c></summary>
    public static string Of(MethodDeclarationSyntax method) => $"base.{method.Identifier.Text}({method.ParameterList.Parameters[0].Identifier.Text})";

    /// <summary><c>await base.StopAsync(cancellationToken);</c>, as this file writes its awaits.</summary>
    public static StatementSyntax Awaited(MethodDeclarationSyntax method)
        => NewCode.Statement($"await {Of(method)}{(SyntaxIndex.Uses(method.SyntaxTree, "ConfigureAwait").Any() ? ".ConfigureAwait(false)" : "")};");
}

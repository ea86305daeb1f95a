using Microsoft.CodeAnalysis.Diagnostics;

namespace ShutdownAnalyzers.Editing;

/// <summary>The analyzers of the package, one instance of each.</summary>
internal static class PackageRules
{
    public static ImmutableArray<DiagnosticAnalyzer> All { get; } = ImmutableArray.CreateRange(
        typeof(ShutdownAnalyzer).Assembly.GetTypes()
            .Where(static it => !it.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(it))
            .OrderBy(static it => it.FullName, StringComparer.Ordinal)
            .Select(static it => (DiagnosticAnalyzer)Activator.CreateInstance(it)));

    /// <summary>Those that report one of these ids.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Of(ImmutableArray<DiagnosticAnalyzer> analyzers, ImmutableHashSet<string> ids)
        => ImmutableArray.CreateRange(analyzers.Where(it => it.SupportedDiagnostics.Any(rule => ids.Contains(rule.Id))));
}

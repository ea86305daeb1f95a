using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ShutdownAnalyzers.Editing;

/// <summary>The rules that repairs are judged by, and what they said about code that was read before.</summary>
internal sealed class Judges(ImmutableArray<DiagnosticAnalyzer> analyzers)
{
    private readonly ConditionalWeakTable<Compilation, Reading> readings = new();

    /// <summary>All rules of the package, one instance of each.</summary>
    public static Judges Package { get; } = new([.. typeof(ShutdownAnalyzer).Assembly.GetTypes()
        .Where(static it => !it.IsAbstract && typeof(DiagnosticAnalyzer).IsAssignableFrom(it))
        .OrderBy(static it => it.FullName, StringComparer.Ordinal)
        .Select(static it => (DiagnosticAnalyzer)Activator.CreateInstance(it))]);

    /// <summary>A reading of the project as it is. The same state of it is read once.</summary>
    public async Task<Reading> ReadAsync(Project project, CancellationToken cancellation)
    {
        var compilation = (await project.GetCompilationAsync(cancellation).ConfigureAwait(false))!;
        var reading = readings.GetValue(compilation, it => new Reading(it, analyzers, project.AnalyzerOptions));

        // Additional files and options change without the compilation.
        return reading.Options == project.AnalyzerOptions ? reading : new Reading(compilation, analyzers, project.AnalyzerOptions);
    }
}

using System.Collections.Concurrent;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ShutdownAnalyzers.Editing;

/// <summary>
/// What the compiler and the package's rules say about the documents of one project. Both answer from the same bound code,
/// so a document is bound once.
/// </summary>
internal sealed class Reading(Compilation compilation, ImmutableArray<DiagnosticAnalyzer> rules, AnalyzerOptions options)
{
    private readonly ConcurrentDictionary<SyntaxTree, ImmutableArray<Diagnostic>> found = new();
    private readonly CompilationWithAnalyzers analysis = Analysis(compilation, rules, options);

    public AnalyzerOptions Options => options;

    /// <summary>The errors of a document, by id and message: where they stand changes with every edit.</summary>
    public ImmutableHashSet<(string Id, string Message)> Errors(SyntaxTree document, CancellationToken cancellation)
        => [.. analysis.Compilation.GetSemanticModel(document).GetDiagnostics(cancellationToken: cancellation)
            .Where(static it => it.Severity == DiagnosticSeverity.Error)
            .Select(static it => (it.Id, it.GetMessage(System.Globalization.CultureInfo.InvariantCulture)))];

    /// <summary>What the rules report in a document, in its order.</summary>
    public async Task<ImmutableArray<Diagnostic>> FindingsAsync(SyntaxTree document, CancellationToken cancellation)
    {
        if (!found.TryGetValue(document, out var findings))
        {
            var all = await analysis.GetAnalyzerSemanticDiagnosticsAsync(analysis.Compilation.GetSemanticModel(document), filterSpan: null, cancellation).ConfigureAwait(false);
            findings = InOrder(all.Where(IsOfRule));
            found.TryAdd(document, findings);
        }

        return findings;
    }

    /// <summary>
    /// What one rule reports, also where it looks at the whole compilation before it reports: then it
    /// says nothing about a document alone.
    /// </summary>
    public async Task<ImmutableArray<Diagnostic>> FindingsAsync(SyntaxTree document, string rule, CancellationToken cancellation)
    {
        if (rules.SelectMany(static it => it.SupportedDiagnostics).Any(it => it.Id == rule && it.CustomTags.Contains(WellKnownDiagnosticTags.CompilationEnd)))
        {
            var one = Analysis(compilation, [.. rules.Where(it => it.SupportedDiagnostics.Any(descriptor => descriptor.Id == rule))], options);
            var all = await one.GetAnalyzerDiagnosticsAsync(cancellation).ConfigureAwait(false);
            return InOrder(all.Where(it => it.Id == rule && it.Location.SourceTree == document));
        }

        return [.. (await FindingsAsync(document, cancellation).ConfigureAwait(false)).Where(it => it.Id == rule)];
    }

    private bool IsOfRule(Diagnostic diagnostic) => rules.Any(it => it.SupportedDiagnostics.Any(descriptor => descriptor.Id == diagnostic.Id));

    private static ImmutableArray<Diagnostic> InOrder(IEnumerable<Diagnostic> diagnostics) => [.. diagnostics.OrderBy(static it => it.Location.SourceSpan.Start)];

    private static CompilationWithAnalyzers Analysis(Compilation compilation, ImmutableArray<DiagnosticAnalyzer> rules, AnalyzerOptions options)
        => compilation.WithAnalyzers(rules, new CompilationWithAnalyzersOptions(options, onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false));
}

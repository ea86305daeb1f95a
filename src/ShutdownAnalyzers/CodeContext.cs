namespace ShutdownAnalyzers;

/// <summary>An operation that a rule looks at, and where it reports what it finds.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="File">The file that it stands in.</param>
internal readonly record struct CodeContext(IOperation Operation, SemanticModelAnalysisContext File)
{
    public AnalyzerOptions Options => File.Options;

    public void ReportDiagnostic(Diagnostic diagnostic) => File.ReportDiagnostic(diagnostic);
}

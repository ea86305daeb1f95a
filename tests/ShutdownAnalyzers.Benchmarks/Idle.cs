namespace ShutdownAnalyzers.Benchmarks;

/// <summary>An analyzer that looks at nothing: what a run with it costs is the compiler's own part.</summary>
#pragma warning disable RS1001, RS1036, RS1038, RS2008 // nobody ships it
internal sealed class Idle : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = new("IDLE", "Idle", "Never reported", "Benchmarks", DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
    }
}

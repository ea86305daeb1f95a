namespace ShutdownAnalyzers;

/// <summary>
/// The base of every rule: one or more catalogue rows, and the actions that find them. Generated code and test projects
/// are not looked at: nobody deploys them, and a test host is stopped by its runner.
/// </summary>
public abstract class ShutdownAnalyzer : DiagnosticAnalyzer
{
    private protected ShutdownAnalyzer(params DiagnosticDescriptor[] rules) => SupportedDiagnostics = ImmutableArray.Create(rules);

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            var model = ShutdownModel.Of(start.Compilation);
            if (!model.IsTestProject)
            {
                Register(start, model);
            }
        });
    }

    /// <summary>Registers the rule's actions, or none where the compilation lacks the types the rule is about.</summary>
    private protected abstract void Register(CompilationStartAnalysisContext context, ShutdownModel model);
}

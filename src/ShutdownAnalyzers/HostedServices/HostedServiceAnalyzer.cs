namespace ShutdownAnalyzers.HostedServices;

/// <summary>The base of rules that look at each hosted service of the project as a whole: what it starts, and what its stop does.</summary>
public abstract class HostedServiceAnalyzer : ShutdownAnalyzer
{
    private protected HostedServiceAnalyzer(DiagnosticDescriptor rule)
        : base(rule)
    {
    }

    private protected sealed override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        if (model.Types.HostedService is not null)
        {
            context.RegisterSymbols(model, symbol => AnalyzeHosted(symbol, model), SymbolKind.NamedType);
        }
    }

    private protected abstract void Analyze(SymbolContext context, INamedTypeSymbol type, ShutdownModel model);

    private void AnalyzeHosted(SymbolContext context, ShutdownModel model)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind == TypeKind.Class && model.Contracts.IsHosted(type))
        {
            Analyze(context, type, model);
        }
    }
}

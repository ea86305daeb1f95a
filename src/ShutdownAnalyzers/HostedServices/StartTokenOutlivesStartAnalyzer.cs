namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT206: work that goes on after the start watches the token of the start, which never fires then.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StartTokenOutlivesStartAnalyzer() : ShutdownAnalyzer(Rules.StartTokenOutlivesStart)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        if (model.Types.HostedService is not null)
        {
            context.RegisterSymbols(model, symbol => Analyze(symbol, model), SymbolKind.NamedType);
        }
    }

    private static IEnumerable<IMethodSymbol> StartMethods(INamedTypeSymbol type, ShutdownModel model)
        => model.Contracts.IsHosted(type) ? type.GetMembers().OfType<IMethodSymbol>().Where(model.Contracts.IsStart) : [];

    private static void Analyze(SymbolContext context, ShutdownModel model)
    {
        foreach (var start in StartMethods((INamedTypeSymbol)context.Symbol, model))
        {
            // One statement is one finding, however often it names the token.
            foreach (var misuse in new StartTokens(model, start).Misused().GroupBy(static it => it.StatementAround().Syntax))
            {
                var tokens = misuse.Select(static it => it.Syntax).Distinct().OrderBy(static it => it.SpanStart).ToList();
                context.ReportDiagnostic(Diagnostic.Create(
                    Rules.StartTokenOutlivesStart, tokens[0].GetLocation(), tokens.Skip(1).Select(static it => it.GetLocation()), tokens[0].ToString()));
            }
        }
    }
}

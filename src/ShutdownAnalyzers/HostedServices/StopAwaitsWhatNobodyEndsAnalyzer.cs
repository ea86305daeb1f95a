namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT208: a stop path waits, without a limit, for work that nothing has ended by then. The process never exits.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StopAwaitsWhatNobodyEndsAnalyzer() : ShutdownAnalyzer(Rules.StopAwaitsWhatNobodyEnds)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        if (model.Types.HostedService is not null)
        {
            context.RegisterSymbolAction(symbol => Analyze(symbol, model), SymbolKind.NamedType);
        }
    }

    private static void Analyze(SymbolAnalysisContext context, ShutdownModel model)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!model.Contracts.IsHosted(type) || type.TypeKind != TypeKind.Class)
        {
            return;
        }

        var reported = new HashSet<SyntaxNode>();
        foreach (var (work, wait) in HangingWaits.Of(type, model))
        {
            if (model.Bodies.IsCodeOf(type, wait) && reported.Add(wait.Syntax))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rules.StopAwaitsWhatNobodyEnds, wait.Syntax.GetLocation(), [work.Site.Syntax.GetLocation()], model.Bodies.FunctionAround(wait)?.SimpleName() ?? type.Name, work.HolderIn(model)?.Name ?? work.Site.Syntax.ToString()));
            }
        }
    }
}

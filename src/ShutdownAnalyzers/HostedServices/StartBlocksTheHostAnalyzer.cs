namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT207: a start path that the host waits for in vain: it loops, or waits for what need never come.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StartBlocksTheHostAnalyzer() : ShutdownAnalyzer(Rules.StartBlocksTheHost)
{
    /// <summary>From this version on ExecuteAsync runs on a thread of the pool from its first line.</summary>
    private static readonly Version RunsElsewhere = new(10, 0);

    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        if (model.Types.HostedService is not null)
        {
            context.RegisterSymbols(model, symbol => AnalyzeStart(symbol, model), SymbolKind.Method);
        }

        if (model.Types.BackgroundService is { } worker && worker.ContainingAssembly.Identity.Version < RunsElsewhere)
        {
            context.RegisterSymbols(model, symbol => AnalyzeExecute(symbol, model), SymbolKind.Method);
        }
    }

    private static void AnalyzeStart(SymbolContext context, ShutdownModel model)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (model.Contracts.IsStart(method) && new Holdups(model).In(method).Cast<Holdup?>().FirstOrDefault() is { } holdup)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.StartBlocksTheHost,
                PlaceOf(holdup, method),
                Name(method),
                holdup.IsForEver ? "never returns" : "waits here for as long as it takes, whoever wants to stop"));
        }
    }

    private static void AnalyzeExecute(SymbolContext context, ShutdownModel model)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (!method.IsAbstract && model.Contracts.IsExecute(method) && method.Place() is { } place && SynchronousPrefix.IsEndless(method, model))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.StartBlocksTheHost, place, Name(method), "works before its first await, which is part of the start before Microsoft.Extensions.Hosting 10"));
        }
    }

    // In this very method or a function inside it at the loop or wait, else at the call that leads there.
    private static Location PlaceOf(Holdup holdup, IMethodSymbol method)
    {
        var (inner, outer) = (holdup.Operation.Syntax, holdup.Outer.Syntax);
        var isNear = method.ContainingType.DeclaringSyntaxReferences.Any(it => it.SyntaxTree == inner.SyntaxTree && it.Span.Contains(inner.Span));
        return !isNear ? outer.GetLocation()
            : holdup.Operation is ILoopOperation ? inner.GetFirstToken().GetLocation()
            : inner.GetLocation();
    }

    private static string Name(IMethodSymbol method) => method.Name.Substring(method.Name.LastIndexOf('.') + 1);
}

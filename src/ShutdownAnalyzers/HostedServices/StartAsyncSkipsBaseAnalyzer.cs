namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT202: a <c>StartAsync</c> in place of <c>BackgroundService</c>'s that never gets to it, so that <c>ExecuteAsync</c> never runs.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StartAsyncSkipsBaseAnalyzer() : ShutdownAnalyzer(Rules.StartAsyncSkipsBase)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        if (model.Types.BackgroundService is not null)
        {
            context.RegisterSymbols(model, symbol => Analyze(symbol, model), SymbolKind.Method);
        }
    }

    private static void Analyze(SymbolContext context, ShutdownModel model)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (BaseCall.Of(method, "StartAsync", model) is { IsMade: false, Dropped: null } call
            && !Worker.StartsByHand(call.Code, model)
            && !Worker.IsEmpty(method.ContainingType, model))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.StartAsyncSkipsBase, method.Place()!, method.ContainingType.Name));
        }
    }
}

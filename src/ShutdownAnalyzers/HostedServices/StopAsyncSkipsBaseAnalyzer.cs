namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT201: a <c>StopAsync</c> in place of <c>BackgroundService</c>'s that never gets to it, or does not await it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StopAsyncSkipsBaseAnalyzer() : ShutdownAnalyzer(Rules.StopAsyncSkipsBase)
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
        if (BaseCall.Of(method, "StopAsync", model) is not { IsMade: false } call || Worker.HasEndedAtStart(method.ContainingType, model))
        {
            return;
        }

        // By hand it is as good: end the worker (a base call whose task is thrown away has done that) and wait for it.
        if (!Worker.IsAwaited(call.Code, model) || !(call.Dropped is not null || Worker.IsEnded(call.Code, model)))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.StopAsyncSkipsBase,
                call.Dropped?.Syntax.GetLocation() ?? method.Place()!,
                method.ContainingType.Name,
                call.Dropped is null
                    ? "never calls base.StopAsync: the stopping token is cancelled too late and nobody waits for the worker"
                    : "does not await base.StopAsync: nobody waits for the worker"));
        }
    }
}

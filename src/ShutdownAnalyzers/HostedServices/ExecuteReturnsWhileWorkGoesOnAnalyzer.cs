namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT204: an <c>ExecuteAsync</c> that starts something which goes on, and returns: the host has nothing to wait for.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ExecuteReturnsWhileWorkGoesOnAnalyzer() : ShutdownAnalyzer(Rules.ExecuteReturnsWhileWorkGoesOn)
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
        if (method.IsAbstract || !model.Contracts.IsExecute(method))
        {
            return;
        }

        // One method that returns is one defect, whatever it leaves behind.
        if (Left(method, model).FirstOrDefault() is { } work)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.ExecuteReturnsWhileWorkGoesOn, PlaceOf(work, method, model).Syntax.GetLocation(), LastingWork.Name(work, model)));
        }
    }

    /// <summary>What the method leaves running, and no stop waits for or ends.</summary>
    internal static IEnumerable<StartedWork> Left(IMethodSymbol execute, ShutdownModel model)
    {
        if (EarlyEnd.IsPutOff(execute, model))
        {
            return [];
        }

        var end = new EarlyEnd(execute, model);
        var left = new LeftByExecute(model, execute.ContainingType);
        return model.StartedWorks.Of(execute).Where(it => end.Follows(it) && left.Is(it));
    }

    private static IOperation PlaceOf(StartedWork work, IMethodSymbol method, ShutdownModel model)
        => method.ContainingType.Is(model.Bodies.TypeAround(work.Site)?.OriginalDefinition) ? work.Site : work.Step.Outer;
}

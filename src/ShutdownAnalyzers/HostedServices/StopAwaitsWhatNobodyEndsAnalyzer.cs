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

        var order = new StopOrder(type, model);
        var reported = new HashSet<SyntaxNode>();
        foreach (var work in model.StartedWorks.OfStartAndBody(type).Where(it => it.Kind is WorkKind.Task or WorkKind.Thread && it.IsOpenEnded(model)))
        {
            // Work that watches the start's own token has a rule of its own.
            if (model.WorkEndings.Of(work) is not { ByOthers: false, WatchesStart: false } ends)
            {
                continue;
            }

            foreach (var wait in model.StopWaits.Of(work).Where(static it => !it.IsBounded).Select(static it => it.Operation))
            {
                if (!ends.Operations.Any(end => order.MayPrecede(end, wait)) && IsIn(type, wait, model) && reported.Add(wait.Syntax))
                {
                    context.ReportDiagnostic(Diagnostic.Create(
                        Rules.StopAwaitsWhatNobodyEnds, wait.Syntax.GetLocation(), [work.Site.Syntax.GetLocation()], model.Bodies.FunctionAround(wait)?.Name ?? type.Name, NameOf(work, model)));
                }
            }
        }
    }

    private static bool IsIn(INamedTypeSymbol type, IOperation operation, ShutdownModel model) => type.Is(model.Bodies.TypeAround(operation)?.OriginalDefinition);

    private static string NameOf(StartedWork work, ShutdownModel model)
        => model.Uses.Of(work.Site).Holders.FirstOrDefault(static it => it is IFieldSymbol or IPropertySymbol)?.Name ?? work.Site.Syntax.ToString();
}

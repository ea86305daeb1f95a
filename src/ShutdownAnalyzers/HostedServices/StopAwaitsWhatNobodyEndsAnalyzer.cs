namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT208: a stop path waits, without a limit, for work that nothing has ended by then. The process never exits.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StopAwaitsWhatNobodyEndsAnalyzer() : HostedServiceAnalyzer(Rules.StopAwaitsWhatNobodyEnds)
{
    private protected override void Analyze(SymbolContext context, INamedTypeSymbol type, ShutdownModel model)
    {
        // Most workers only override ExecuteAsync: nothing of theirs waits at the stop.
        if (!type.GetMembers().OfType<IMethodSymbol>().Any(model.MayRunAtStop))
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

namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT209: a stop path ends work that the service started, and returns without waiting for the end.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StopDoesNotWaitAnalyzer() : HostedServiceAnalyzer(Rules.StopDoesNotWait)
{
    private protected override void Analyze(SymbolContext context, INamedTypeSymbol type, ShutdownModel model)
    {
        var ends = new UnawaitedEnd(type, model);
        if (ends.IsNone)
        {
            return;
        }

        var reported = new HashSet<SyntaxNode>();

        // What ExecuteAsync leaves behind when it returns is told of there.
        var told = type.GetMembers().OfType<IMethodSymbol>().Where(model.Contracts.IsExecute)
            .SelectMany(it => ExecuteReturnsWhileWorkGoesOnAnalyzer.Left(it, model)).Select(static it => it.Site.Syntax).ToImmutableHashSet();
        foreach (var work in model.StartedWorks.OfStartAndBody(type).Where(it => !told.Contains(it.Site.Syntax)))
        {
            if (ends.Of(work) is { } end && reported.Add(end.Syntax))
            {
                // What a tick leaves alone is cut off every time; a tick that is short may well be over.
                var severity = work.Kind == WorkKind.Timer && !new TimerTick(work, model).IsLeftAlone ? DiagnosticSeverity.Info : Rules.StopDoesNotWait.DefaultSeverity;
                context.ReportDiagnostic(Diagnostic.Create(
                    Rules.StopDoesNotWait, end.Syntax.GetLocation(), severity, [work.Site.Syntax.GetLocation()], null, model.Bodies.FunctionAround(end)?.SimpleName() ?? type.Name, NameOf(work, model)));
            }
        }
    }

    private static string NameOf(StartedWork work, ShutdownModel model) => work.HolderIn(model) is { } holder ? $"'{holder.Name}'" : work.Kind switch
    {
        WorkKind.Thread => "the thread that the service started",
        WorkKind.Timer => "the timer that the service started",
        _ => "the task that the service started",
    };
}

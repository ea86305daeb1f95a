namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT205: the start path of a hosted service starts something, and no stop path ends it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StartedWorkIsNeverStoppedAnalyzer() : HostedServiceAnalyzer(Rules.StartedWorkIsNeverStopped)
{
    private protected override void Analyze(SymbolContext context, INamedTypeSymbol type, ShutdownModel model)
    {
        foreach (var work in model.StartedWorks.OfStart(type))
        {
            if (IsLeft(work, model))
            {
                var place = type.Is(model.Bodies.TypeAround(work.Site)?.OriginalDefinition) ? work.Site : work.Step.Outer;
                context.ReportDiagnostic(Diagnostic.Create(Rules.StartedWorkIsNeverStopped, place.Syntax.GetLocation(), NameOf(place, type, model), LastingWork.Name(work, model)));
            }
        }
    }

    /// <summary>
    /// The work lasts and no stop path ends it. Work that watches the start's own token, that the stop path waits for in vain,
    /// or that loops and would hear no stop path either, has rules of its own.
    /// </summary>
    internal static bool IsLeft(StartedWork work, ShutdownModel model)
        => LastingWork.IsOne(work, model)
        && model.WorkEndings.Of(work) is { AreNone: true, WatchesStart: false }
        && !model.StopWaits.Of(work).Any(static it => !it.IsBounded)
        && !work.Code.Any(it => it.Operation is ILoopOperation loop && DeafLoops.Contains(loop, model));

    private static string NameOf(IOperation place, INamedTypeSymbol type, ShutdownModel model)
        => model.Bodies.MemberAround(place) is IMethodSymbol { MethodKind: not MethodKind.Constructor } method ? method.Name : type.Name;
}

namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT101: an endless loop that nothing ends when the application stops.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LoopIgnoresStopSignalAnalyzer() : ShutdownAnalyzer(Rules.LoopIgnoresStopSignal)
{
    // Requests have a rule of their own, start paths too; in a stop path the signal has fired already.
    private const Place Watched = Place.Worker | Place.Detached | Place.Entry | Place.Handler;

    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
        => context.RegisterOperationAction(operation => Analyze(operation, model), OperationKind.Loop);

    private static void Analyze(OperationAnalysisContext context, ShutdownModel model)
    {
        var loop = (ILoopOperation)context.Operation;
        if (loop is not (IWhileLoopOperation or IForLoopOperation))
        {
            return;
        }

        var kind = LoopConditions.Read(model, loop).Kind;
        if (kind is not (LoopEnd.Endless or LoopEnd.AsksToken))
        {
            return;
        }

        var facts = model.WaysOut.Of(loop);
        if (!facts.ConditionIsDeaf || facts.HearsStop || (!facts.Exits.IsEmpty && kind == LoopEnd.Endless) || facts.Swallowed.Any(static it => it.IsOfStop))
        {
            return;
        }

        var place = model.Places.Of(loop);
        if ((place & Watched) == 0 || (place & (Place.Request | Place.Hub)) != 0 || IsLeftToOthers(loop, facts, place, model))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(Rules.LoopIgnoresStopSignal, LoopHead(loop), SignalName(model, loop), Consequence(place)));
    }

    private static bool IsLeftToOthers(ILoopOperation loop, LoopFacts facts, Place place, ShutdownModel model)
    {
        // The inner loop is the one that never ends.
        if (loop.Body.OwnDescendantsAndSelf().OfType<ILoopOperation>().Any(inner => model.WaysOut.Of(inner) is { Kind: LoopEnd.Endless, Exits.IsEmpty: true, HearsStop: false }))
        {
            return true;
        }

        // A program that talks to a person at the console ends when the person does.
        if (place == Place.Entry && loop.Descendants().OfType<IInvocationOperation>().Any(it => it.TargetMethod.ContainingType.IsA(model.Types["System.Console"]) && it.TargetMethod.Name.StartsWith("Read", StringComparison.Ordinal)))
        {
            return true;
        }

        // The token that only covers the start, or a source that nobody cancels, has a rule of its own.
        return facts.Kind == LoopEnd.AsksToken && facts.Condition.Has(Signal.StartOnly);
    }

    private static Location LoopHead(ILoopOperation loop) => loop.Syntax.GetFirstToken().GetLocation();

    private static string SignalName(ShutdownModel model, ILoopOperation loop)
        => SignalInReach.At(model, loop) is { } signal ? "'" + signal.Name + "'" : "a stop signal";

    private static string Consequence(Place place)
        => place.HasFlag(Place.Worker) ? "the host waits until the shutdown time-out ends" : "nothing tells it to stop";
}

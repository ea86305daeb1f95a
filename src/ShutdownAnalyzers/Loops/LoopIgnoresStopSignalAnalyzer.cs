namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT101: an endless loop that nothing ends when the application stops.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LoopIgnoresStopSignalAnalyzer() : ShutdownAnalyzer(Rules.LoopIgnoresStopSignal)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
        => context.RegisterCode(model, it => model.LastingLoops.In(it).Where(static loop => !LastingLoops.IsEndless(loop) || !LoopShapes.Returns(loop)), operation => Analyze(operation, model), OperationKind.Loop);

    private static void Analyze(CodeContext context, ShutdownModel model)
    {
        var loop = (ILoopOperation)context.Operation;
        if (DeafLoops.Contains(loop, model))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.LoopIgnoresStopSignal, LoopHead(loop), SignalName(model, loop), Consequence(model.Places.Of(loop))));
        }
    }

    private static Location LoopHead(ILoopOperation loop) => loop.Syntax.GetFirstToken().GetLocation();

    private static string SignalName(ShutdownModel model, ILoopOperation loop)
        => SignalInReach.At(model, loop) is { } signal ? "'" + signal.Name + "'" : "a stop signal";

    private static string Consequence(Place place)
        => place.HasFlag(Place.Worker) ? "the host waits until the shutdown time-out ends" : "nothing tells it to stop";
}

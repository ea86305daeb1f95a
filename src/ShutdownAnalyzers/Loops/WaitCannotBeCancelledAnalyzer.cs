namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT103: a wait in a hosted loop that no token wakes, on a source that nobody closes in time.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WaitCannotBeCancelledAnalyzer() : ShutdownAnalyzer(Rules.WaitCannotBeCancelled)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
        => context.RegisterOperationAction(operation => Analyze(operation, model), OperationKind.Invocation);

    private static void Analyze(OperationAnalysisContext context, ShutdownModel model)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!model.DeafWaits.Contains(call) || UnheardSignals.NameAt(model, call) is null || Wakings.Wakes(model, call))
        {
            return;
        }

        var source = call.Receiver()?.Syntax.ToString() ?? call.TargetMethod.ContainingType.Name;
        context.ReportDiagnostic(Diagnostic.Create(Rules.WaitCannotBeCancelled, call.NameLocation(), call.TargetMethod.Name, source));
    }
}

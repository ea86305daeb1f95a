namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT111: the token given to <c>Task.Run</c> is all that the looping body gets - and it does not get it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SignalOnlyGuardsTaskStartAnalyzer() : ShutdownAnalyzer(Rules.SignalOnlyGuardsTaskStart)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
        => context.RegisterCode(model, static it => it.CallsOf(Handovers.StartNames).Where(static call => call.ArgumentList.Arguments.Count > 1), operation => Analyze(operation, model), OperationKind.Invocation);

    private static void Analyze(CodeContext context, ShutdownModel model)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!model.Handovers.Starts(call.TargetMethod)
            || call.Arguments.FirstOrDefault(it => it.ArgumentKind == ArgumentKind.Explicit && model.Signals.IsToken(it.Parameter?.Type)) is not { } token
            || !model.Signals.Of(token.Value).Has(Signal.Stop)
            || call.Arguments.Select(static it => it.Value.Bare()).FirstOrDefault(static it => it is IAnonymousFunctionOperation or IMethodReferenceOperation) is not { } body
            || model.Signals.CarriedBy(body, Frame.Outermost) != Signal.None)
        {
            return;
        }

        var code = body is IMethodReferenceOperation group ? model.Bodies.Of(group.Method) : body;
        if (code is not null && DeafLoop(code, model, 0) is { } loop)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.SignalOnlyGuardsTaskStart, token.Syntax.GetLocation(), additionalLocations: [loop.Syntax.GetLocation()], token.Value.Syntax.ToString()));
        }
    }

    // A loop that could run for long and looks at nothing. An endless one is SHUT101's affair; a bounded for or foreach ends by itself.
    private static ILoopOperation? DeafLoop(IOperation code, ShutdownModel model, int depth)
    {
        foreach (var operation in code.Descendants())
        {
            switch (operation)
            {
                case IWhileLoopOperation loop when LoopConditions.Read(model, loop).Kind == LoopEnd.Finite && !model.WaysOut.Of(loop).Observed.HearsStop() && UsesOthers(loop):
                    return loop;
                case IInvocationOperation call when depth < 3 && model.Bodies.Of(call.TargetMethod) is { } callee:
                    if (model.Checks.In(call, Frame.Outermost) != Signal.None || model.Signals.CarriedByArguments(call) != Signal.None)
                    {
                        return null;
                    }

                    if (DeafLoop(callee, model, depth + 1) is { } inner)
                    {
                        return inner;
                    }

                    break;
            }
        }

        return null;
    }

    // A computation on its own locals converges; what takes its turns from other objects may go on for long.
    private static bool UsesOthers(ILoopOperation loop)
        => loop.Descendants().OfType<IInvocationOperation>().Any(static it => it.Instance.Bare() is IFieldReferenceOperation or IParameterReferenceOperation or IPropertyReferenceOperation);
}

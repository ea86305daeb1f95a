using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT108: a flush, commit or goodbye gets the token that has fired already.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CleanupUsesCancelledTokenAnalyzer() : ShutdownAnalyzer(Rules.CleanupUsesCancelledToken)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        // What a helper hands on is the same for all who call it.
        var handed = new ConcurrentDictionary<IMethodSymbol, IArgumentOperation?>(SymbolEqualityComparer.Default);
        context.RegisterCode(model, model.CleanupShapes.In, operation => Analyze(operation, it => handed.GetOrAdd(it, helper => HandedOnBy(helper, model)), model), OperationKind.Invocation);
    }

    private static void Analyze(CodeContext context, Func<IMethodSymbol, IArgumentOperation?> handedOnBy, ShutdownModel model)
    {
        var call = (IInvocationOperation)context.Operation;
        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind == ArgumentKind.Explicit && model.Signals.IsToken(argument.Parameter?.Type) && argument.Value.ReferencedSymbol() is not null
                && DoesWork(call, model) && HasFired(call, argument.Value, model))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rules.CleanupUsesCancelledToken, argument.Syntax.GetLocation(), call.TargetMethod.Name, argument.Value.Syntax.ToString()));
            }
        }

        if (call.TargetMethod.DeclaringSyntaxReferences.Length > 0 && !call.Arguments.Any(it => model.Signals.IsToken(it.Parameter?.Type))
            && handedOnBy(call.TargetMethod.OriginalDefinition) is { } handed && model.RunsInWorker(call) && model.StopPaths.IsCleanup(call))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.CleanupUsesCancelledToken, call.Syntax.GetLocation(), ((IInvocationOperation)handed.Parent!).TargetMethod.Name, handed.Value.Syntax.ToString()));
        }
    }

    // finally { await StoreAsync(); }: a helper that runs at other times too hands on a token of its own accord.
    private static IArgumentOperation? HandedOnBy(IMethodSymbol helper, ShutdownModel model)
        => model.Bodies.Of(helper)?.OwnDescendantsAndSelf().OfType<IInvocationOperation>()
            .SelectMany(static it => it.Arguments)
            .FirstOrDefault(it => it.ArgumentKind == ArgumentKind.Explicit && model.Signals.IsToken(it.Parameter?.Type)
                && it.Value.ReferencedSymbol() is { } token && !helper.Is(token.ContainingSymbol)
                && it.Parent is IInvocationOperation work && DoesWork(work, model) && IsOfStop(it.Value, model) && !model.StopPaths.Contains(work));

    // Asking the token, linking it or sleeping with it loses nothing.
    private static bool DoesWork(IInvocationOperation call, ShutdownModel model)
    {
        var type = call.TargetMethod.ContainingType;
        return Consumption.IsDeferred(call.Type, model.Types)
            && !type.IsA(model.Types.Task)
            && !type.IsA(model.Types.CancellationTokenSource)
            && !WaysOut.DoesNotReturn(call.TargetMethod)
            && !model.Waits.IsSleep(call)
            && !model.Handovers.Starts(call.TargetMethod)
            && !IsRaced(call)
            && !model.NobodyWaitsFor(call);
    }

    // Task.WhenAny(work, Task.Delay(-1, token)): nothing throws.
    private static bool IsRaced(IInvocationOperation call)
        => call.BareParent() is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "WhenAny" } };

    private static bool HasFired(IInvocationOperation call, IOperation token, ShutdownModel model)
    {
        // In code that also runs while the service works, the token has not always fired.
        return IsOfStop(token, model) && (model.StopPaths.IsCleanup(call) || model.Places.Of(call) == Place.Stop);
    }

    private static bool IsOfStop(IOperation token, ShutdownModel model)
        => model.Signals.Of(token) is var signal && signal.Has(Signal.Stop) && !signal.Has(Signal.Unknown | Signal.Deadline | Signal.StartOnly | Signal.Never | Signal.Caller);
}

using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Requests;

/// <summary>SHUT401: a loop or wait in the code of a request that goes on when the application stops.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RequestLoopOutlivesShutdownAnalyzer() : ShutdownAnalyzer(Rules.RequestLoopOutlivesShutdown)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        if (model.Types.HttpContext is null && model.Types["Grpc.Core.ServerCallContext"] is null)
        {
            return;
        }

        var loops = new RequestLoops(model);
        context.RegisterCode(model, it => it.Loops.Where(model.OpenWaitShapes.MayGoOn), operation => AnalyzeLoop(operation, loops, model), OperationKind.Loop);
        context.RegisterMembers(model, model.OpenWaitShapes.In, operation => AnalyzeWait(operation, model), OperationKind.Await, OperationKind.Return, OperationKind.Invocation);
    }

    private static void AnalyzeLoop(CodeContext context, RequestLoops loops, ShutdownModel model)
    {
        var loop = (ILoopOperation)context.Operation;
        if (loops.Outlives(loop) && !IsInsideOf(loop, loops))
        {
            Report(context, loop.Syntax.GetFirstToken().GetLocation(), "loop", loop, model);
        }
    }

    private static void AnalyzeWait(CodeContext context, ShutdownModel model)
    {
        if (RequestWaits.AwaitedBy(context.Operation, model) is { } wait
            && !wait.IsInLoop()
            && model.OpenWaits.Of(wait) is { } signal && !signal.HearsStop()
            && RequestWaits.Holds(context.Operation, model)
            && model.Places.Of(wait).HasFlag(Place.Request)
            && !model.Races.IsAbandoned(model.Bodies.FunctionAround(wait))
            && !model.References.IsCalledInLoop(model.Bodies.FunctionAround(wait)))
        {
            Report(context, wait.Syntax.GetLocation(), "wait", wait, model);
        }
    }

    // The outer loop gets the report.
    private static bool IsInsideOf(ILoopOperation loop, RequestLoops loops)
        => loop.Ancestors().TakeWhile(static it => it is not (IAnonymousFunctionOperation or ILocalFunctionOperation)).OfType<ILoopOperation>().Any(loops.Outlives);

    private static void Report(CodeContext context, Location location, string what, IOperation code, ShutdownModel model)
        => context.ReportDiagnostic(Diagnostic.Create(Rules.RequestLoopOutlivesShutdown, location, what, Watched(code, model), model.Budget.Text));

    // The token that the code trusts in.
    private static string Watched(IOperation code, ShutdownModel model)
    {
        foreach (var it in code.DescendantsAndSelf())
        {
            if (model.Signals.IsToken(it.Type)
                && it is IPropertyReferenceOperation or IParameterReferenceOperation or ILocalReferenceOperation or IFieldReferenceOperation
                && model.Signals.Of(it) is var signal && signal != Signal.Never)
            {
                return $"only '{it.Syntax}', {(signal.Has(Signal.Request) ? "the request's token" : "a token")} that does not fire";
            }
        }

        return "nothing that fires";
    }
}

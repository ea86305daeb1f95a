using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT107: statements after a loop that ends by an exception at shutdown, so they never run.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CleanupSkippedByCancellationAnalyzer() : ShutdownAnalyzer(Rules.CleanupSkippedByCancellation)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
        => context.RegisterMembers(model, it => it.OpenLoops.Where(model.LastingLoops.MayWaitOn).Concat<SyntaxNode>(it.CallsOf(model.NamesLeadingTo.OpenLoops).Where(static call => call.FirstAncestorOrSelf<AwaitExpressionSyntax>() is { Parent: ExpressionStatementSyntax })).Where(static it => LoopShapes.HasCallBehind(it, MayTell)), operation => Analyze(operation, model), OperationKind.Loop, OperationKind.Await);

    private static void Analyze(CodeContext context, ShutdownModel model)
    {
        switch (context.Operation)
        {
            case ILoopOperation loop:
                Analyze(context, loop, loop, model);
                break;
            case IAwaitOperation await:
                AnalyzeHelper(context, await, model);
                break;
        }
    }

    // await CollectAsync(signal): the loop stands in a helper, what is skipped stands behind the call.
    private static void AnalyzeHelper(CodeContext context, IAwaitOperation await, ShutdownModel model)
    {
        if (await is { Parent: IExpressionStatementOperation { Parent: IBlockOperation } statement }
            && await.Operation.DescendantsAndSelf().OfType<IInvocationOperation>().FirstOrDefault(it => it.TargetMethod.DeclaringSyntaxReferences.Length > 0) is { } call
            && model.NamesLeadingTo.OpenLoops.Contains(call.TargetMethod.Name)
            && model.Bodies.Of(call.TargetMethod) is { } helper
            && helper.OwnDescendantsAndSelf().OfType<ILoopOperation>().Any(loop => OpenEndedLoops.Contains(loop, model) && WaysOut.Exits(loop).IsEmpty && ThrowsOutOfHelper(loop, model)))
        {
            Analyze(context, statement, call, model);
        }
    }

    // The loop, not what the helper does before it; and nothing in the helper takes it.
    private static bool ThrowsOutOfHelper(ILoopOperation loop, ShutdownModel model)
        => model.Cancellations.Throwers(loop).Any(it => !model.Cancellations.IsCaughtIn(it, loop));

    private static void Analyze(CodeContext context, IOperation ending, IOperation thrower, ShutdownModel model)
    {
        if (ending.Parent is not IBlockOperation
            || (ending is ILoopOperation loop && !OpenEndedLoops.Contains(loop, model))
            || Skipped(ending, model) is not (var (call, logs))
            || (model.Places.Of(ending) & (Place.Stop | Place.Request | Place.Hub)) != 0
            || Thrower(thrower, model) is not { } name)
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            Rules.CleanupSkippedByCancellation,
            call.NamePlace(),
            logs ? DiagnosticSeverity.Info : Rules.CleanupSkippedByCancellation.DefaultSeverity,
            additionalLocations: [ending.Syntax.GetLocation()],
            properties: null,
            call.TargetMethod.Name,
            name));
    }

    // What throws the cancellation out of the loop and on out of the statements behind it.
    private static string? Thrower(IOperation loop, ShutdownModel model)
    {
        // Who writes the throw into the loop sees himself where it leads.
        foreach (var operation in loop.OwnDescendantsAndSelf().Where(static it => it is not IThrowOperation))
        {
            var thrown = model.Cancellations.ThrownBy(operation, Frame.Outermost).Escaping;
            if (thrown.Has(Signal.Stop) && !thrown.Has(Signal.Unknown) && !model.Cancellations.IsCaughtIn(operation, loop) && !ThrowsWhatIsCaught(operation, model) && !MayEndQuietly(operation, model) && !operation.GoesIntoCollection(model.Types))
            {
                return operation is IInvocationOperation call ? call.TargetMethod.Name : "the loop's source";
            }
        }

        return null;
    }

    // A wait without a token, ended by closing its source, throws what its library throws then: any catch may be for that.
    private static bool ThrowsWhatIsCaught(IOperation thrower, ShutdownModel model)
        => thrower is IInvocationOperation call && !model.Signals.CarriedByArguments(call).HearsStop()
        && call.Ancestors().TakeWhile(static it => it is not (IAnonymousFunctionOperation or ILocalFunctionOperation)).Any(static it => it is ITryOperation { Catches.IsEmpty: false });

    // Stream().WithCancellation(token): an iterator that catches, or leaves by itself, throws nothing.
    private static bool MayEndQuietly(IOperation thrower, ShutdownModel model)
        => thrower is IInvocationOperation { TargetMethod.Name: "WithCancellation" } call
        && call.Receiver() is IInvocationOperation { TargetMethod: var iterator } && model.Bodies.Of(iterator) is { } body
        && body.OwnDescendantsAndSelf().Any(it => it is ICatchClauseOperation or IReturnOperation { Kind: OperationKind.YieldBreak } || model.Checks.In(it, Frame.Outermost) != Signal.None);

    // The first statement behind the loop that cleans up; else the first that logs. Nothing behind a try that catches is skipped.
    private static (IInvocationOperation Call, bool Logs)? Skipped(IOperation loop, ShutdownModel model)
    {
        IInvocationOperation? log = null;
        IOperation below = loop;
        foreach (var it in loop.Ancestors())
        {
            switch (it)
            {
                case IBlockOperation block:
                    foreach (var call in block.Operations.SkipWhile(statement => statement != below).Skip(1).Where(static statement => statement is not ILocalFunctionOperation).SelectMany(static statement => statement.OwnDescendantsAndSelf()).OfType<IInvocationOperation>())
                    {
                        if (IsLog(call, model))
                        {
                            log ??= call;
                        }
                        else if (CleanupVerbs.Contains(call.TargetMethod) && !call.TargetMethod.ContainingType.IsA(model.Types["System.Diagnostics.Stopwatch"]))
                        {
                            return (call, false);
                        }
                    }

                    break;
                case ITryOperation { Catches.Length: > 0 } or IAnonymousFunctionOperation or ILocalFunctionOperation or ILoopOperation:
                    return log is null ? null : (log, true);
            }

            below = it;
        }

        return log is null ? null : (log, true);
    }

    // Clean-up, or a log line that would have told of the stop.
    private static bool MayTell(string callee) => CleanupVerbs.Contains(callee) || IsNamedAsLog(callee);

    private static bool IsNamedAsLog(string callee) => callee.StartsWith("Log", StringComparison.Ordinal);

    private static bool IsLog(IInvocationOperation call, ShutdownModel model)
        => IsNamedAsLog(call.TargetMethod.Name) && call.Receiver()?.Type.DerivesFrom(model.Types["Microsoft.Extensions.Logging.ILogger"]) == true;
}

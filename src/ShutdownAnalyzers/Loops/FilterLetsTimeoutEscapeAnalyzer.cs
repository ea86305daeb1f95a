using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT106: the loop's catch lets every cancellation out by its type, and a time-out takes the worker down.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FilterLetsTimeoutEscapeAnalyzer() : ShutdownAnalyzer(Rules.FilterLetsTimeoutEscape)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        if (model.Types.BackgroundService is not null && model.Types.OperationCanceledException is not null)
        {
            context.RegisterCode(model, it => it.Tries.Where(it => Handlers.MayLetCancellationsPass(it) && model.MayRunInWorker(it)), operation => Analyze(operation, model), OperationKind.Try);
        }
    }

    private static void Analyze(CodeContext context, ShutdownModel model)
    {
        var @try = (ITryOperation)context.Operation;
        if (Passing(@try, model) is not { } clause
            || !RunsInLoop(@try, model)
            || !model.RunsInWorker(@try)
            || IsCaughtOutside(@try, model)
            || model.Timeouts.In(@try.Body) is not { } call)
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(Rules.FilterLetsTimeoutEscape, Where(clause), call.TargetMethod.Name, SignalInReach.At(model, @try)?.Name ?? "stoppingToken"));
    }

    // The loop around the try, in its own function or in one that calls it.
    private static bool RunsInLoop(ITryOperation @try, ShutdownModel model) => IsInLoop(@try, model)
        || (model.Bodies.FunctionAround(@try) is { } helper && model.References.To(helper) is { IsDefault: false } callers && callers.Any(call => IsInLoop(call, model) && !IsCaughtOutside(call, model)));

    private static bool IsInLoop(IOperation operation, ShutdownModel model)
        => operation.Ancestors().TakeWhile(static it => it is not (IAnonymousFunctionOperation or ILocalFunctionOperation)).OfType<ILoopOperation>().Any(loop => OpenEndedLoops.Contains(loop, model) || OpenEndedLoops.Polls(loop, model));

    // The clause that lets cancellations pass by their type alone: a filter "is not OperationCanceledException", or a
    // catch of it that only throws it on - beside a clause that takes everything else.
    private static ICatchClauseOperation? Passing(ITryOperation @try, ShutdownModel model)
    {
        foreach (var clause in @try.Catches)
        {
            if (clause.Filter is { } filter)
            {
                if (clause.ExceptionType is { } caught && model.Types.OperationCanceledException.DerivesFrom(caught as INamedTypeSymbol)
                    && !AsksToken(filter, model) && model.Catches.Filter(filter, Frame.Outermost) == false)
                {
                    return IsTakenBehind(clause, @try, model) ? null : clause;
                }
            }
            else if (clause.ExceptionType.DerivesFrom(model.Types.OperationCanceledException))
            {
                return clause.Handler.Operations is [IThrowOperation { Exception: null }] or [IExpressionStatementOperation { Operation: IThrowOperation { Exception: null } }] ? clause : null;
            }
            else if (clause.ExceptionType is null || model.Types.OperationCanceledException.DerivesFrom(clause.ExceptionType as INamedTypeSymbol))
            {
                return null;
            }

            if (clause.Filter is { } other && AsksToken(other, model))
            {
                return null;
            }
        }

        return null;
    }

    // catch (Exception e) when (e is not OperationCanceledException) { } catch (OperationCanceledException) when (!token.IsCancellationRequested) { }
    private static bool IsTakenBehind(ICatchClauseOperation passing, ITryOperation @try, ShutdownModel model)
        => @try.Catches.SkipWhile(it => it != passing).Skip(1).Any(it =>
            it.ExceptionType.DerivesFrom(model.Types.OperationCanceledException)
            && (it.Filter is { } asked ? AsksToken(asked, model) : !it.Handler.OwnDescendantsAndSelf().Any(static part => part is IThrowOperation)));

    private static bool AsksToken(IOperation filter, ShutdownModel model)
        => filter.DescendantsAndSelf().Any(it => model.Checks.In(it, Frame.Outermost) != Signal.None || model.Signals.IsToken(it.Type));

    // Somebody around the loop takes it: then it does not leave the worker.
    private static bool IsCaughtOutside(IOperation operation, ShutdownModel model)
    {
        var below = operation;
        foreach (var it in operation.Ancestors())
        {
            if (it is ITryOperation outer && outer.Body == below && outer.Catches.Any(clause => TakesTimeouts(clause, model)))
            {
                return true;
            }

            below = it;
        }

        return false;
    }

    // Not those that take a cancellation only when the signal has fired, or none at all. A filter that cannot be read may take them.
    private static bool TakesTimeouts(ICatchClauseOperation clause, ShutdownModel model)
        => (clause.ExceptionType is null || clause.ExceptionType.DerivesFrom(model.Types.OperationCanceledException) || model.Types.OperationCanceledException.DerivesFrom(clause.ExceptionType as INamedTypeSymbol))
        && (clause.Filter is not { } filter
            || (AsksToken(filter, model) ? model.Catches.Filter(filter, Frame.Outermost) != true || HasAlternatives(filter) : model.Catches.Filter(filter, Frame.Outermost) != false));

    private static bool HasAlternatives(IOperation filter)
        => filter.DescendantsAndSelf().Any(static it => it is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or });

    private static Location Where(ICatchClauseOperation clause)
        => (((CatchClauseSyntax)clause.Syntax).Filter?.FilterExpression.GetLocation()) ?? ((CatchClauseSyntax)clause.Syntax).CatchKeyword.GetLocation();
}

using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT105: a time-out is taken for the stop and ends the worker's loop.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CancellationCatchWithoutFilterAnalyzer() : ShutdownAnalyzer(Rules.CancellationCatchWithoutFilter)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        if (model.Types.OperationCanceledException is not null)
        {
            context.RegisterCode(model, static it => it.Tries.SelectMany(static it => it.Catches).Where(static it => it.Filter is null && Handlers.MayTakeCancellation(it)), operation => Analyze(operation, model), OperationKind.CatchClause);
        }
    }

    private static void Analyze(CodeContext context, ShutdownModel model)
    {
        var clause = (ICatchClauseOperation)context.Operation;
        if (clause is not { Filter: null, Parent: ITryOperation @try }
            || !clause.ExceptionType.DerivesFrom(model.Types.OperationCanceledException)
            || EndedLoop(clause, @try, model) is not { } loop
            || Consequence(clause, model) is not { } consequence
            || HasFilteredTwin(@try, clause, model)
            || AsksOrTells(clause, model)
            || SignalOf(model, loop) is not { } signal
            || model.Timeouts.In(@try.Body) is not { } call)
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            Rules.CancellationCatchWithoutFilter, ((CatchClauseSyntax)clause.Syntax).CatchKeyword.GetLocation(), call.TargetMethod.Name, signal, consequence));
    }

    // A request or a library's caller sees the end of the loop for himself; here nobody does.
    private static string? Consequence(ICatchClauseOperation clause, ShutdownModel model)
        => model.RunsInWorker(clause) ? "the worker is dead while the host lives on"
        : model.Places.Of(clause) == Place.Entry ? "the program ends as if it had been told to"
        : null;

    // The loop that this catch ends: around the try and left by the handler, or inside the try. Where another one goes on around it, nothing is over.
    private static ILoopOperation? EndedLoop(ICatchClauseOperation clause, ITryOperation @try, ShutdownModel model)
    {
        var around = @try.Ancestors().TakeWhile(static it => it is not (IAnonymousFunctionOperation or ILocalFunctionOperation)).OfType<ILoopOperation>().LastOrDefault(IsOpenEnded);
        if (around is not null)
        {
            return clause.Handler.OwnDescendantsAndSelf().Any(it => it is not IThrowOperation && WaysOut.Leaves(it, around)) ? around : null;
        }

        return clause.Handler.OwnDescendantsAndSelf().Any(static it => it is IThrowOperation) ? null
            : @try.Body.OwnDescendantsAndSelf().OfType<ILoopOperation>().FirstOrDefault(IsOpenEnded) ?? FailureEndsCallersLoop.From(clause, model);

        bool IsOpenEnded(ILoopOperation loop) => OpenEndedLoops.Contains(loop, model);
    }

    // An earlier catch takes the cancellations that are no stop, or a later one sorts them out.
    private static bool HasFilteredTwin(ITryOperation @try, ICatchClauseOperation clause, ShutdownModel model)
        => @try.Catches.TakeWhile(it => it != clause).Any(it => it.ExceptionType.DerivesFrom(model.Types.OperationCanceledException) || it.Filter is not null);

    // The handler looks at the token itself, or tells the host to stop: then nobody is left for dead in silence.
    private static bool AsksOrTells(ICatchClauseOperation clause, ShutdownModel model)
        => clause.Handler.OwnDescendantsAndSelf().Any(it => model.Checks.In(it, Frame.Outermost) != Signal.None || it is IInvocationOperation { TargetMethod.Name: "StopApplication" });

    private static string? SignalOf(ShutdownModel model, ILoopOperation loop) => SignalInReach.At(model, loop)?.Name;
}

using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT104: a catch in an endless loop takes the cancellation that was the loop's way out.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CatchSwallowsCancellationAnalyzer() : ShutdownAnalyzer(Rules.CatchSwallowsCancellation)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        if (model.Types.OperationCanceledException is not null)
        {
            context.RegisterCode(model, it => model.LastingLoops.In(it).Where(model.Swallowing.MayBeIn), operation => Analyze(operation, model), OperationKind.Loop);
        }
    }

    private static void Analyze(CodeContext context, ShutdownModel model)
    {
        var loop = (ILoopOperation)context.Operation;
        var swallowed = LoopConditions.Read(model, loop).Kind switch
        {
            LoopEnd.Endless or LoopEnd.AsksToken => SwallowedIn(loop, model),
            LoopEnd.Finite => AskedHelpers.SwallowedBy(loop, model),
            _ => null,
        };
        if (swallowed is not null)
        {
            var (where, thrower) = Where(swallowed, loop);
            context.ReportDiagnostic(Diagnostic.Create(Rules.CatchSwallowsCancellation, where, Describe(thrower)));
        }
    }

    // A token that may mean anything proves nothing; one that is never cancelled has a rule of its own.
    private static SwallowedCancellation? SwallowedIn(ILoopOperation loop, ShutdownModel model)
        => model.WaysOut.Of(loop) is { ConditionIsDeaf: true, AsksForStop: false, Swallowed: [_, ..] } facts
            ? facts.Swallowed.FirstOrDefault(it => it.IsOfStop && facts.Exits.All(it.CutsOff) && (!facts.Thrown.HearsStop() || model.Cancellations.Throwers(loop).All(it.CutsOff)))
            : null;

    // The catch where it stands in the loop; a helper's catch is reported at the call, for the helper alone is not wrong.
    private static (Location Where, IOperation Thrower) Where(SwallowedCancellation swallowed, ILoopOperation loop)
        => loop.Syntax.Span.Contains(swallowed.Clause.Syntax.Span) && swallowed.Clause.Syntax.SyntaxTree == loop.Syntax.SyntaxTree
            ? (((CatchClauseSyntax)swallowed.Clause.Syntax).CatchKeyword.GetLocation(), swallowed.Thrower)
            : (swallowed.Thrower.Syntax.GetLocation(), swallowed.Thrower);

    private static string Describe(IOperation thrower) => thrower switch
    {
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: var called } => called.ReferencedSymbol()?.Name ?? (called.Bare() as IInvocationOperation)?.TargetMethod.Name ?? "the delegate",
        IInvocationOperation call => call.TargetMethod.Name,
        IAwaitOperation await => await.Operation.ReferencedSymbol()?.Name ?? "await",
        _ => "the loop's source",
    };
}

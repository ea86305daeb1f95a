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
            context.RegisterCode(model, it => it.Loops.Where(loop => LoopShapes.MayBeOpen(loop) && model.Swallowing.MayBeIn(loop)), operation => Analyze(operation, model), OperationKind.Loop);
        }
    }

    private static void Analyze(CodeContext context, ShutdownModel model)
    {
        var loop = (ILoopOperation)context.Operation;
        if (LoopConditions.Read(model, loop).Kind is not (LoopEnd.Endless or LoopEnd.AsksToken)
            || model.WaysOut.Of(loop) is not { ConditionIsDeaf: true, HearsStop: false, Swallowed: [_, ..] } facts)
        {
            return;
        }

        foreach (var swallowed in facts.Swallowed)
        {
            // A token that may mean anything proves nothing; one that is never cancelled has a rule of its own.
            if (swallowed.IsOfStop && facts.Exits.All(exit => IsCutOff(exit, swallowed)))
            {
                var (where, thrower) = Where(swallowed, loop);
                context.ReportDiagnostic(Diagnostic.Create(Rules.CatchSwallowsCancellation, where, Describe(thrower)));
                return;
            }
        }
    }

    // What stands behind the throwing call in the same try is not reached once the signal has fired; nor is another handler of
    // that try, where the call is the first that could throw.
    private static bool IsCutOff(IOperation exit, SwallowedCancellation swallowed)
        => swallowed.Clause.Parent is ITryOperation @try
        && ((@try.Body.Syntax.Span.Contains(exit.Syntax.Span) && exit.Syntax.SpanStart >= swallowed.Thrower.Syntax.SpanStart)
            || (@try.Catches.Any(it => it != swallowed.Clause && it.Syntax.Span.Contains(exit.Syntax.Span)) && IsFirstCall(swallowed.Thrower, @try)));

    private static bool IsFirstCall(IOperation thrower, ITryOperation @try)
        => !@try.Body.Descendants().Any(it => it is IInvocationOperation or IObjectCreationOperation && it.Syntax.Span.End <= thrower.Syntax.SpanStart)
        && @try.Body.Syntax.Span.Contains(thrower.Syntax.Span);

    // The catch where it stands in the loop; a helper's catch is reported at the call, for the helper alone is not wrong.
    private static (Location Where, IOperation Thrower) Where(SwallowedCancellation swallowed, ILoopOperation loop)
        => loop.Syntax.Span.Contains(swallowed.Clause.Syntax.Span) && swallowed.Clause.Syntax.SyntaxTree == loop.Syntax.SyntaxTree
            ? (((CatchClauseSyntax)swallowed.Clause.Syntax).CatchKeyword.GetLocation(), swallowed.Thrower)
            : (swallowed.Thrower.Syntax.GetLocation(), swallowed.Thrower);

    private static string Describe(IOperation thrower) => thrower switch
    {
        IInvocationOperation call => call.TargetMethod.Name,
        IAwaitOperation await => await.Operation.ReferencedSymbol()?.Name ?? "await",
        _ => "the loop's source",
    };
}

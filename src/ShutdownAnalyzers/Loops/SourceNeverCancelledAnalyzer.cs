using ShutdownAnalyzers.HostedServices;

namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT110: a cancellation source whose token drives work, and that nobody ever cancels.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SourceNeverCancelledAnalyzer() : ShutdownAnalyzer(Rules.SourceNeverCancelled)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        if (model.Types.CancellationTokenSource is not null)
        {
            context.RegisterSymbols(model, symbol => Analyze(symbol, model), SymbolKind.Field);
        }
    }

    private static void Analyze(SymbolContext context, ShutdownModel model)
    {
        var field = (IFieldSymbol)context.Symbol;
        if (!DeadSources.IsOne(field, model) || IsToldOfItsWork(field, model) || field.Place() is not { } place)
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(Rules.SourceNeverCancelled, place, field.Name));
    }

    // Work of a hosted service that watches it and that no stop path ends is told of where it starts.
    private static bool IsToldOfItsWork(IFieldSymbol source, ShutdownModel model)
        => model.Contracts.IsHosted(source.ContainingType)
        && model.StartedWorks.OfStart(source.ContainingType).Any(work =>
            work.Code.Any(it => it.Operation is IFieldReferenceOperation { Field: var field } && field.Is(source)) && StartedWorkIsNeverStoppedAnalyzer.IsLeft(work, model));
}

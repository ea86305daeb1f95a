namespace ShutdownAnalyzers.Loops;

/// <summary>SHUT110: a cancellation source whose token drives work, and that nobody ever cancels.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SourceNeverCancelledAnalyzer() : ShutdownAnalyzer(Rules.SourceNeverCancelled)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        if (model.Types.CancellationTokenSource is not null)
        {
            context.RegisterSymbolAction(symbol => Analyze(symbol, model), SymbolKind.Field);
        }
    }

    private static void Analyze(SymbolAnalysisContext context, ShutdownModel model)
    {
        var field = (IFieldSymbol)context.Symbol;
        if (field.IsImplicitlyDeclared || !model.Signals.IsSource(field.Type) || field.IsVisibleOutside()
            || model.Signals.OfMember(field) != Signal.Never || !DrivesWork(field, model) || field.Place() is not { } place)
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(Rules.SourceNeverCancelled, place, field.Name));
    }

    private static bool DrivesWork(IFieldSymbol source, ShutdownModel model)
    {
        var references = model.References.To(source);
        return !references.IsDefault && references.Any(static it => it.BareParent() is IPropertyReferenceOperation { Property.Name: "Token" or "IsCancellationRequested" });
    }
}

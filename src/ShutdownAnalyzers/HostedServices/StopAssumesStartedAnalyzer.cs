namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT212: a stop path that fails with a null reference when the service was never started.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StopAssumesStartedAnalyzer() : HostedServiceAnalyzer(Rules.StopAssumesStarted)
{
    private protected override void Analyze(SymbolContext context, INamedTypeSymbol type, ShutdownModel model)
    {
        var methods = type.GetMembers().OfType<IMethodSymbol>().Where(static it => !it.IsStatic && !it.IsAbstract).ToImmutableArray();
        var reported = new HashSet<SyntaxNode>();
        foreach (var (stop, severity) in methods.Where(model.Contracts.IsStop).Select(static it => (it, DiagnosticSeverity.Warning))
            .Concat(methods.Where(model.Contracts.IsDispose).Select(static it => (it, DiagnosticSeverity.Info))))
        {
            foreach (var (use, variable, setter) in FailingUses(stop, model))
            {
                if (reported.Add(use.Syntax))
                {
                    var name = stop.SimpleName();
                    context.ReportDiagnostic(Diagnostic.Create(
                        Rules.StopAssumesStarted, use.Syntax.GetLocation(), severity, null, null, variable.Name, setter.Name, name));
                }
            }
        }
    }

    private static IEnumerable<(IOperation Use, ISymbol Variable, ISymbol Setter)> FailingUses(IMethodSymbol stop, ShutdownModel model)
    {
        var state = new StartedState(model);
        var code = new CertainCode(model, model.Types["System.NullReferenceException"], state.IsIdle);
        foreach (var (operation, outer) in code.Of(stop))
        {
            if (NullUse.Of(operation, model) is { } variable && state.SetterOf(variable) is { } setter)
            {
                // In a base class the finding is told at the call that leads there: the base class has findings of its own.
                var isHere = stop.ContainingType.DeclaringSyntaxReferences.Any(it => it.SyntaxTree == operation.Syntax.SyntaxTree && it.Span.Contains(operation.Syntax.Span));
                yield return (isHere ? operation : outer, variable, setter);
            }
        }
    }
}

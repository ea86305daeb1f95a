namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT216: a worker fails, and neither the host nor whoever restarts the process learns of it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WorkerFailureIsHiddenAnalyzer() : ShutdownAnalyzer(Rules.WorkerFailureIsHidden)
{
    /// <summary>From this version on the host passes the failure on, and the process ends with an error by itself.</summary>
    private static readonly Version PassedOn = new(11, 0);

    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        if (model.Types.BackgroundService is not { } worker)
        {
            return;
        }

        if (model.Types["Microsoft.Extensions.Hosting.BackgroundServiceExceptionBehavior"] is { } behavior)
        {
            context.RegisterOperationAction(operation => AnalyzeIgnored(operation, behavior), OperationKind.SimpleAssignment);
        }

        if (model.Contracts.EntryPoint is not null && worker.ContainingAssembly.Identity.Version < PassedOn)
        {
            context.RegisterSymbolAction(symbol => AnalyzeExitCode(symbol, model), SymbolKind.Method);
        }
    }

    private static void AnalyzeIgnored(OperationAnalysisContext context, INamedTypeSymbol behavior)
    {
        var assignment = (ISimpleAssignmentOperation)context.Operation;
        if (assignment.Value.Bare() is IFieldReferenceOperation { Field: { Name: "Ignore", ContainingType: var type } } && type.IsA(behavior))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.WorkerFailureIsHidden, assignment.Syntax.GetLocation(), "The host ignores that a BackgroundService has failed"));
        }
    }

    // Somebody who sets the exit code anywhere has thought of it.
    private static void AnalyzeExitCode(SymbolAnalysisContext context, ShutdownModel model)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (method.IsAbstract || !model.Contracts.IsExecute(method) || method.Place() is not { } place || SetsExitCode(model))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(Rules.WorkerFailureIsHidden, place, $"When '{method.ContainingType.Name}.ExecuteAsync' throws, the host stops and the process exits with code 0"));
    }

    private static bool SetsExitCode(ShutdownModel model)
        => model.Compilation.SyntaxTrees.Any(static tree => NameIndex.Uses(tree, "ExitCode").Count > 0)
        || model.Contracts.EntryPoint is { ReturnsVoid: false } main && !main.ReturnType.Is(model.Types.Task);
}

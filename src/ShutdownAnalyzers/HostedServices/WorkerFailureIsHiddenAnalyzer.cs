using Microsoft.CodeAnalysis.CSharp.Syntax;

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
            context.RegisterCode(model, static it => it.Names("Ignore").Select(static name => name.Parent is MemberAccessExpressionSyntax ? name.Parent : name), operation => AnalyzeIgnored(operation, behavior), OperationKind.FieldReference);
        }

        if (model.Contracts.EntryPoint is not null && worker.ContainingAssembly.Identity.Version < PassedOn)
        {
            context.RegisterSymbols(model, symbol => AnalyzeGivingUp(symbol, model), SymbolKind.Method);
        }
    }

    // Comparing with the value, or printing it, decides nothing.
    private static void AnalyzeIgnored(CodeContext context, INamedTypeSymbol behavior)
    {
        if (context.Operation is IFieldReferenceOperation { Field: { Name: "Ignore", ContainingType: var type } } value && type.IsA(behavior)
            && value.BareParent() is ISimpleAssignmentOperation or IConditionalOperation or ISwitchExpressionArmOperation or ICoalesceOperation or IReturnOperation or IArgumentOperation or IVariableInitializerOperation)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.WorkerFailureIsHidden, value.Syntax.GetLocation(), "The host ignores that a BackgroundService has failed"));
        }
    }

    private static void AnalyzeGivingUp(SymbolContext context, ShutdownModel model)
    {
        var function = (IMethodSymbol)context.Symbol;
        if (model.Contracts.IsExecute(function) && model.Bodies.Of(function) is { } body)
        {
            foreach (var operation in body.OwnDescendantsAndSelf().Where(it => GivesUp(it, model) && !SetsExitCode(it, model)))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rules.WorkerFailureIsHidden, operation.Syntax.GetLocation(), $"'{function.ContainingType.Name}' gives up, the host stops and the process exits with code 0"));
            }
        }
    }

    private static bool GivesUp(IOperation operation, ShutdownModel model) => operation switch
    {
        IThrowOperation { Exception: { } thrown } => !thrown.Bare().Type.DerivesFrom(model.Types.OperationCanceledException) && !IsCaughtAround(operation),
        IThrowOperation => FailureAround(operation, model) is not null && !IsCaughtAround(operation),
        IInvocationOperation { TargetMethod: { Name: "StopApplication", ContainingType: var type } } => type.IsA(model.Types.HostApplicationLifetime) && FailureAround(operation, model) is not null,
        _ => false,
    };

    // The catch around it that does not (only) catch a cancellation.
    private static ICatchClauseOperation? FailureAround(IOperation operation, ShutdownModel model)
        => operation.Ancestors().OfType<ICatchClauseOperation>().FirstOrDefault() is { } clause && !clause.ExceptionType.DerivesFrom(model.Types.OperationCanceledException) ? clause : null;

    private static bool IsCaughtAround(IOperation thrown)
    {
        var below = thrown;
        foreach (var it in thrown.Ancestors())
        {
            if (it is ITryOperation { Catches.IsEmpty: false } @try && @try.Body == below)
            {
                return true;
            }

            below = it;
        }

        return false;
    }

    // In front of it; or somewhere in the program outside of the workers: then somebody looks at how the host ended.
    private static bool SetsExitCode(IOperation operation, ShutdownModel model)
        => (model.Contracts.EntryPoint is { ReturnsVoid: false } main && !main.ReturnType.Is(model.Types.Task))
        || model.Compilation.SyntaxTrees
            .SelectMany(static tree => SyntaxIndex.Uses(tree, "ExitCode").Concat(SyntaxIndex.Uses(tree, "Exit")).Concat(SyntaxIndex.Uses(tree, "FailFast")))
            .Any(it => it.FirstAncestorOrSelf<BlockSyntax>() is { } block && block.Span.Contains(operation.Syntax.Span) || !IsInWorker(it, model));

    private static bool IsInWorker(SyntaxNode use, ShutdownModel model)
        => use.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method
        && model.Bodies.Semantics(use.SyntaxTree).GetDeclaredSymbol(method) is IMethodSymbol symbol && model.Contracts.IsExecute(symbol);
}

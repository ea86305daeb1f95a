namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT216: the host is left to stop on a failure; a worker that gives up sets the exit code before.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WorkerFailureIsHiddenCodeFix))]
public sealed class WorkerFailureIsHiddenCodeFix() : ShutdownCodeFix(Rules.WorkerFailureIsHidden)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding) => finding.Node switch
    {
        ThrowStatementSyntax or InvocationExpressionSyntax { Parent: ExpressionStatementSyntax } => [new Repair("Exit with 1", "code", finding, editor => editor.AddBefore(
            finding.Node as StatementSyntax ?? (StatementSyntax)finding.Node.Parent!, NewCode.Statements("global::System.Environment.ExitCode = 1;")))],
        ExpressionSyntax value when finding.Semantics.GetTypeInfo(value, finding.Cancellation).Type is { TypeKind: TypeKind.Enum } => [new Repair("Stop the host", "behavior", finding, editor => editor.ReplaceNode(
            value, (now, _) => NewCode.Expression("global::Microsoft.Extensions.Hosting.BackgroundServiceExceptionBehavior.StopHost").WithTriviaFrom(now)))],
        _ => [],
    };
}

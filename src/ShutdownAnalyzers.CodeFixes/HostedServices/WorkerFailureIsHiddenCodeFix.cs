namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT216: the host is left to stop on a failure; a failing worker sets the exit code before it fails.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WorkerFailureIsHiddenCodeFix))]
public sealed class WorkerFailureIsHiddenCodeFix() : ShutdownCodeFix(Rules.WorkerFailureIsHidden)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding) => finding.Node switch
    {
        AssignmentExpressionSyntax { Right: var value } => [new Repair("Stop the host", "behavior", finding, editor => editor.ReplaceNode(
            value, (now, _) => NewCode.Expression("global::Microsoft.Extensions.Hosting.BackgroundServiceExceptionBehavior.StopHost").WithTriviaFrom(now)))],
        MethodDeclarationSyntax { Body: { Statements.Count: > 0 } body, ParameterList.Parameters: [{ Identifier.ValueText: var token }] } method when method.Modifiers.Any(SyntaxKind.AsyncKeyword)
            => [new Repair("Exit with 1 when it fails", "code", finding, editor => editor.ReplaceNode(body, (now, _) => Guarded((BlockSyntax)now, Names.Escaped(token))))],
        _ => [],
    };

    private static BlockSyntax Guarded(BlockSyntax body, string token)
    {
        var guard = (TryStatementSyntax)NewCode.Statement($"try\n{{\n}}\ncatch (global::System.Exception) when (!{token}.IsCancellationRequested)\n{{\nglobal::System.Environment.ExitCode = 1;\nthrow;\n}}\n");
        return body.WithStatements([guard.WithBlock(guard.Block.WithStatements(body.Statements))]);
    }
}

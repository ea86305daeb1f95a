namespace ShutdownAnalyzers.Loops;

/// <summary>
/// SHUT103: the wait's task is awaited with the signal, which abandons the wait. A blocking wait in async code becomes its
/// asynchronous twin first.
/// </summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WaitCannotBeCancelledCodeFix))]
public sealed class WaitCannotBeCancelledCodeFix() : ShutdownCodeFix(Rules.WaitCannotBeCancelled)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Around<InvocationExpressionSyntax>() is not { } wait
            || finding.Operation(wait) is not IInvocationOperation call
            || StopSignals.For(finding, wait) is not { } signal
            || Heeding(finding, call, wait, signal.Expression) is not (var (replaced, heeding)))
        {
            return [];
        }

        return [new Repair($"Wait with '{signal.Expression}'", "wait", async solution =>
        {
            var editor = await solution.GetDocumentEditorAsync(finding.Document.Id, finding.Cancellation).ConfigureAwait(false);
            editor.ReplaceNode(replaced, (now, _) => NewCode.Expression(heeding).WithTriviaFrom(now));
            await signal.ApplyAsync(solution, finding.Cancellation).ConfigureAwait(false);
        })];
    }

    private static (ExpressionSyntax Replaced, string Heeding)? Heeding(Finding finding, IInvocationOperation call, InvocationExpressionSyntax wait, string signal)
    {
        var types = finding.Model.Types;
        var written = wait.WithoutTrivia().ToFullString();
        if (call.Type.IsA(types.Task) || call.Type.IsA(types.TaskOfT))
        {
            return (wait, $"{written}.WaitAsync({signal})");
        }

        if (call.Type.IsA(types.ValueTaskOfT))
        {
            return (wait, $"{written}.AsTask().WaitAsync({signal})");
        }

        if (finding.Model.Bodies.FunctionAround(call) is not { IsAsync: true } || wait.Ancestors().Any(static it => it is LockStatementSyntax))
        {
            return null;
        }

        if (call.TargetMethod is { IsStatic: true, Parameters.Length: 0 } && call.TargetMethod.ContainingType.IsA(types["System.Console"]))
        {
            return (wait, $"await global::System.Threading.Tasks.Task.Run({wait.Expression.WithoutTrivia().ToFullString()}).WaitAsync({signal})");
        }

        // GetContext() -> await GetContextAsync().WaitAsync(signal); AcceptTcpClient() -> await AcceptTcpClientAsync(signal)
        return wait is { Expression: MemberAccessExpressionSyntax access, ArgumentList.Arguments.Count: 0 }
            && call.TargetMethod.ContainingType.GetMembers(call.TargetMethod.Name + "Async").OfType<IMethodSymbol>().ToArray() is [_, ..] twins
            ? (wait, twins.Any(twin => twin.Parameters is [{ Type: var only }] && only.IsA(types.CancellationToken))
                ? $"await {access.WithoutTrivia().ToFullString()}Async({signal})"
                : $"await {access.WithoutTrivia().ToFullString()}Async().WaitAsync({signal})")
            : null;
    }
}

namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT202: the base call goes last, because it starts the worker that uses what the rest of the method prepares.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StartAsyncSkipsBaseCodeFix))]
public sealed class StartAsyncSkipsBaseCodeFix() : ShutdownCodeFix(Rules.StartAsyncSkipsBase)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Node is not MethodDeclarationSyntax method)
        {
            return [];
        }

        var symbol = finding.Semantics.GetDeclaredSymbol(method, finding.Cancellation)!;
        var last = method.ExpressionBody?.Expression ?? (method.Body?.Statements.LastOrDefault() as ReturnStatementSyntax)?.Expression;
        if (last is not null && finding.Operation(last).IsCompletedTask(finding.Model.Types))
        {
            return [new Repair("Call base.StartAsync last", "call", finding, editor
                => editor.ReplaceNode(last, NewCode.Expression(BaseCallText.Of(method)).WithTriviaFrom(last)))];
        }

        return HasEnd(method, finding) ? [new Repair("Await base.StartAsync last", "call", finding, editor =>
        {
            editor.EnsureBlock(method, symbol);
            editor.MakeAsync(method, symbol);
            editor.AddAtEnd(method, symbol, [BaseCallText.Awaited(method)]);
        })] : [];
    }

    // Where every branch returns or throws for itself there is no place that is last for all of them.
    private static bool HasEnd(MethodDeclarationSyntax method, Finding finding)
        => method.Body is not { Statements: [.., var last] } body
        || last is ReturnStatementSyntax
        || finding.Semantics.AnalyzeControlFlow(body) is { Succeeded: true, EndPointIsReachable: true };
}

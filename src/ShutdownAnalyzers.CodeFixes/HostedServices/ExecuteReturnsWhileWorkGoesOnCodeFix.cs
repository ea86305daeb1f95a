namespace ShutdownAnalyzers.HostedServices;

/// <summary>
/// SHUT204: <c>ExecuteAsync</c> lasts as long as its work. A task that it threw away is awaited; with timers and subscriptions
/// it waits for the signal and then undoes what it has done.
/// </summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ExecuteReturnsWhileWorkGoesOnCodeFix))]
public sealed class ExecuteReturnsWhileWorkGoesOnCodeFix() : ShutdownCodeFix(Rules.ExecuteReturnsWhileWorkGoesOn)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Around<MethodDeclarationSyntax>() is not { Body: { } body } method
            || finding.Semantics.GetDeclaredSymbol(method, finding.Cancellation) is not { } symbol
            || !finding.Model.Contracts.IsExecute(symbol))
        {
            return [];
        }

        var left = ExecuteReturnsWhileWorkGoesOnAnalyzer.Left(symbol, finding.Model).ToList();
        if (left is [{ Kind: WorkKind.Task, Site: var task }])
        {
            return Dropped(task, body, finding) is { } dropped
                ? [new Repair("Await it", "await", finding, editor =>
                {
                    editor.ReplaceNode(dropped, (current, _) => Discards.Awaited((ExpressionSyntax)current));
                    editor.MakeAsync(method, symbol);
                })]
                : [];
        }

        var undone = left.Select(it => Undoing(it, body, finding)).ToList();
        var token = Names.Escaped(symbol.Parameters[0].Name);
        return undone.Count == 0 || undone.Contains(null) ? [] : [new Repair($"Wait for '{token}', then undo it", "stay", finding, editor =>
        {
            editor.MakeAsync(method, symbol);
            editor.AddAtEnd(method, symbol, [NewCode.Statement(
                $$"""
                try
                {
                await global::System.Threading.Tasks.Task.Delay(global::System.Threading.Timeout.Infinite, {{token}});
                }
                finally
                {
                {{string.Join("\n", undone.Distinct())}}
                }

                """)]);
        })];
    }

    // X; or _ = X; as the last statement that does something.
    private static ExpressionSyntax? Dropped(IOperation task, BlockSyntax body, Finding finding)
        => task.Syntax.FirstAncestorOrSelf<ExpressionStatementSyntax>() is { Expression: var dropped } statement
            && statement.Parent == body
            && (dropped == task.Syntax || (dropped.IsDiscard() && ((AssignmentExpressionSyntax)dropped).Right == task.Syntax))
            && Consumption.IsDeferred(task.Type, finding.Model.Types)
            && body.Statements.SkipWhile(it => it != statement).Skip(1).All(static it => it is ReturnStatementSyntax)
                ? dropped
                : null;

    // The statement that undoes it, with names that the end of the method knows.
    private static string? Undoing(StartedWork work, BlockSyntax body, Finding finding) => work switch
    {
        { Kind: WorkKind.Timer } => finding.Model.Uses.Of(work.Site).Holders.FirstOrDefault(it => IsKnownAtEnd(it, body)) is { } timer
            ? $"await {Names.Escaped(timer.Name)}.DisposeAsync();"
            : null,
        { Kind: WorkKind.Handler, Site.Syntax: AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax } source, Right: IdentifierNameSyntax handler } }
            when body.Span.Contains(source.Span) && finding.Semantics.GetSymbolInfo(source.Expression).Symbol is { } publisher && IsKnownAtEnd(publisher, body)
            => $"{source.WithoutTrivia()} -= {handler.WithoutTrivia()};",
        _ => null,
    };

    private static bool IsKnownAtEnd(ISymbol holder, BlockSyntax body) => holder switch
    {
        ILocalSymbol local => local.DeclaringSyntaxReferences is [var declared] && declared.GetSyntax().FirstAncestorOrSelf<StatementSyntax>()?.Parent == body,
        IFieldSymbol or IPropertySymbol => !holder.IsStatic,
        IParameterSymbol => true,
        _ => false,
    };
}

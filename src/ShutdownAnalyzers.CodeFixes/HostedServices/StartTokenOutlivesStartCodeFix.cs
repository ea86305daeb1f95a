namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT206: what outlives the start watches a source of the type's own, which its stop path cancels; then it is waited for.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StartTokenOutlivesStartCodeFix))]
public sealed class StartTokenOutlivesStartCodeFix() : ShutdownCodeFix(Rules.StartTokenOutlivesStart)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        var tokens = finding.AdditionalNodes.Prepend(finding.Node).OfType<ExpressionSyntax>().ToList();
        if (tokens.Count == 0 || tokens.Any(it => !finding.Model.Signals.IsToken(finding.Semantics.GetTypeInfo(it, finding.Cancellation).Type)) || StopEdits.For(finding, finding.Type) is null)
        {
            return [];
        }

        return [new Repair("Watch a source that StopAsync cancels", "own", solution => ApplyAsync(finding, tokens, solution))];
    }

    private static async Task ApplyAsync(Finding finding, List<ExpressionSyntax> tokens, SolutionEditor solution)
    {
        var stop = StopEdits.For(finding, finding.Type)!;
        if (LinkedField(finding) is { } linked)
        {
            stop.Cancel(linked);
        }
        else
        {
            var token = stop.Token();
            var editor = await solution.GetDocumentEditorAsync(finding.Document.Id, finding.Cancellation).ConfigureAwait(false);
            foreach (var it in tokens)
            {
                editor.ReplaceNode(it, NewCode.Expression(token).WithTriviaFrom(it));
            }
        }

        foreach (var task in StartedTasks(finding))
        {
            stop.WaitFor(task);
        }

        await stop.ApplyAsync(solution).ConfigureAwait(false);
    }

    // _source = CreateLinkedTokenSource(token): it is the source that is wanted, only nobody cancels it.
    private static IFieldSymbol? LinkedField(Finding finding)
        => finding.Around<AssignmentExpressionSyntax>() is { } assignment
            && finding.Operation(assignment.Left).ReferencedSymbol() is IFieldSymbol { IsStatic: false } field
            && finding.Model.Signals.IsSource(field.Type)
            && field.ContainingType.Is(finding.Type)
                ? field
                : null;

    private static IEnumerable<IOperation> StartedTasks(Finding finding)
    {
        var tasks = StartMethods(finding).SelectMany(finding.Model.StartedWorks.Of).Where(static it => it.Kind == WorkKind.Task).Select(static it => it.Site).ToList();
        var around = finding.Around<LocalFunctionStatementSyntax>()?.Identifier.ValueText;
        var mine = tasks.Where(it => finding.Node.SyntaxTree == it.Syntax.SyntaxTree && (it.Syntax.Span.Contains(finding.Node.Span) || Calls(it, around))).ToList();

        // The token was stored: whatever was started reads it.
        return mine.Count > 0 ? mine : tasks;
    }

    private static bool Calls(IOperation task, string? function)
        => function is not null && task.Syntax.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(it => it.Identifier.ValueText == function);

    private static IEnumerable<IMethodSymbol> StartMethods(Finding finding)
        => finding.Type!.SourceHierarchy().SelectMany(static it => it.GetMembers().OfType<IMethodSymbol>()).Where(finding.Model.Contracts.IsStart);
}

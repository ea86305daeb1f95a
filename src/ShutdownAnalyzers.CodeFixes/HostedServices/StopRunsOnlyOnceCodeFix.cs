namespace ShutdownAnalyzers.HostedServices;

/// <summary>SHUT213: what <c>StopAsync</c> disposes is disposed in <c>Dispose</c>, which the container calls after it, once.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StopRunsOnlyOnceCodeFix))]
public sealed class StopRunsOnlyOnceCodeFix() : ShutdownCodeFix(Rules.StopRunsOnlyOnce)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Around<ExpressionStatementSyntax>() is not { Parent: BlockSyntax } statement
            || finding.Around<InvocationExpressionSyntax>() is not { } call
            || finding.Operation(call) is not IInvocationOperation { Instance: { } instance }
            || FieldOf(instance) is not { } field
            || finding.Type is not { } type
            || IsLastAwait(statement)
            || StopPath.OfNewDisposal(type, statement, finding.Model) is not { } disposal)
        {
            yield break;
        }

        if (DisposesAlready(type, field, finding.Model))
        {
            yield return new Repair("Leave the disposal to Dispose", "move", finding, editor => Remove(editor, statement));
        }
        else if (Disposing(statement, field, disposal, finding.Model) is { } moved)
        {
            yield return new Repair("Move the disposal to Dispose", "move", async solution =>
            {
                Remove(await solution.GetDocumentEditorAsync(finding.Document.Id, finding.Cancellation).ConfigureAwait(false), statement);
                await Support.ApplyAsync(disposal.With([], [moved]), solution, finding.Cancellation).ConfigureAwait(false);
            });
        }
    }

    private static IFieldSymbol? FieldOf(IOperation instance) => instance.Accessed().ReferencedSymbol() as IFieldSymbol;

    // An async method without an await would only earn a warning.
    private static bool IsLastAwait(StatementSyntax statement)
        => statement.DescendantNodes().OfType<AwaitExpressionSyntax>().Any()
        && statement.FunctionAround() is { } function
        && !Functions.OwnNodes(function).OfType<AwaitExpressionSyntax>().Any(it => !statement.Span.Contains(it.Span));

    private static bool DisposesAlready(INamedTypeSymbol type, IFieldSymbol field, ShutdownModel model)
        => type.GetMembers().OfType<IMethodSymbol>().Where(model.Contracts.IsDispose)
            .SelectMany(it => model.Steps.Of(it))
            .Any(it => it.Operation is IInvocationOperation { Instance: { } instance, TargetMethod.Name: "Dispose" or "DisposeAsync" } && FieldOf(instance).Is(field));

    private static string? Disposing(ExpressionStatementSyntax statement, IFieldSymbol field, StopPath disposal, ShutdownModel model)
    {
        var name = Names.Escaped(field.Name);
        var access = field.NullableAnnotation == NullableAnnotation.Annotated || new StartedState(model).SetterOf(field) is not null ? "?." : ".";
        return field.Type.DerivesFrom(model.Types.Disposable) ? $"{name}{access}Dispose();"
            : !disposal.CanAwait ? null
            : access == "." ? $"await {name}.DisposeAsync();"
            : $"if ({name} is not null)\n{{\nawait {name}.DisposeAsync();\n}}\n";
    }

    private static void Remove(SyntaxEditor editor, StatementSyntax statement)
    {
        var saysNothing = statement.GetLeadingTrivia().Concat(statement.GetTrailingTrivia()).All(static it => it.IsKind(SyntaxKind.WhitespaceTrivia) || it.IsKind(SyntaxKind.EndOfLineTrivia));
        editor.RemoveNode(statement, saysNothing ? SyntaxRemoveOptions.KeepNoTrivia : SyntaxRemoveOptions.KeepExteriorTrivia);
    }
}

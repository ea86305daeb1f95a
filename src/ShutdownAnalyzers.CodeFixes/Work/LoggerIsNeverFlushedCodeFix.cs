namespace ShutdownAnalyzers.Work;

/// <summary>
/// SHUT603: a logger that the entry point creates is held with <c>using</c>; one that is shared is closed in a <c>finally</c> of
/// the entry point.
/// </summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LoggerIsNeverFlushedCodeFix))]
public sealed class LoggerIsNeverFlushedCodeFix() : ShutdownCodeFix(Rules.LoggerIsNeverFlushed)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        // The report stands at the name of a call: a fluent chain begins lines above.
        var flagged = finding.Node is SimpleNameSyntax ? finding.Around<InvocationExpressionSyntax>() : finding.Node;
        if (flagged is not ExpressionSyntax node || finding.Operation(node) is not { } operation)
        {
            yield break;
        }

        if (operation is not ISimpleAssignmentOperation && finding.Model.Bodies.FunctionAround(operation).Is(finding.Model.Contracts.EntryPoint) && Held(node, finding) is { } held)
        {
            yield return new Repair("Flush at the end of the program with 'using'", "Using", finding, held);
        }
        else if (Closing(operation, finding) is { } closing && EntryPointEnd.With(closing, node, finding.Model) is { } end)
        {
            yield return new Repair("Flush at the end of the program in 'finally'", "Finally", solution => Support.ApplyAsync([end], solution, finding.Cancellation));
        }
    }

    private static Action<DocumentEditor>? Held(ExpressionSyntax creation, Finding finding)
    {
        if (UsingDeclarations.StatementOf(creation) is { } statement)
        {
            return editor => editor.Hold(statement, finding.Semantics.FreshName(creation.SpanStart, "loggerFactory"));
        }

        // LoggerFactory.Create(...).CreateLogger("a"), and Log.Logger = ... of top-level statements, which cannot be put into a try.
        return creation.FirstAncestorOrSelf<StatementSyntax>() is { Parent: BlockSyntax or GlobalStatementSyntax } around && CanBeNamed(creation, around)
            ? editor => NameIt(editor, creation, around, finding.Semantics.FreshName(creation.SpanStart, creation.Parent is AssignmentExpressionSyntax ? "logger" : "loggerFactory"))
            : null;
    }

    // What is said above the statement is said above both.
    private static void NameIt(DocumentEditor editor, ExpressionSyntax creation, StatementSyntax around, string name)
    {
        var declaration = SyntaxFactory.ParseStatement($"using var {name} = {creation.WithoutTrivia()};").WithLeadingTrivia(around.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.LineFeed);
        if (around.Parent is GlobalStatementSyntax global)
        {
            editor.InsertBefore(global, SyntaxFactory.GlobalStatement(declaration));
        }
        else
        {
            editor.InsertBefore(around, declaration);
        }

        editor.ReplaceNode(creation, (current, _) => SyntaxFactory.IdentifierName(name).WithTriviaFrom(current));
        editor.ReplaceNode(around, (current, _) => current.WithLeadingTrivia(current.GetLeadingTrivia().Reverse().TakeWhile(static it => it.IsKind(SyntaxKind.WhitespaceTrivia))));
    }

    // Nothing of the statement runs before the creation does.
    private static bool CanBeNamed(ExpressionSyntax creation, StatementSyntax around) => creation.Parent switch
    {
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } => UsingDeclarations.StatementOf(call) == around,
        AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax } => around.Parent is GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } && !unit.Members.OfType<GlobalStatementSyntax>().Any(static it => it.Statement is TryStatementSyntax),
        _ => false,
    };

    private static string? Closing(IOperation operation, Finding finding)
    {
        var model = finding.Model;
        switch (finding.Property(LoggerIsNeverFlushedAnalyzer.MissingCall))
        {
            case "LogManager.Shutdown":
                return "global::NLog.LogManager.Shutdown();";
            case "Log.CloseAndFlush":
                return EntryPointEnd.CanAwait(model) ? "await global::Serilog.Log.CloseAndFlushAsync();" : "global::Serilog.Log.CloseAndFlush();";
        }

        // What is held in a static field or property that the entry point can name.
        return model.Owner.Of(operation).Holders.FirstOrDefault(static it => it is IFieldSymbol or IPropertySymbol) is { IsStatic: true } member
            && model.Contracts.EntryPoint is { ContainingType: { } program }
            && model.Compilation.IsSymbolAccessibleWithin(member, program)
                ? $"{member.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}.{Names.Escaped(member.Name)}.Dispose();"
                : null;
    }
}

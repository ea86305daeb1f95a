namespace ShutdownAnalyzers.Process;

/// <summary>
/// SHUT506: the registration is held. Where the code around it waits, by <c>using var</c>, which also disposes it in the end;
/// elsewhere by a static list, which holds it as long as the process lives.
/// </summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SignalRegistrationIsCollectedCodeFix))]
public sealed class SignalRegistrationIsCollectedCodeFix() : ShutdownCodeFix(Rules.SignalRegistrationIsCollected)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Node is not InvocationExpressionSyntax call || finding.Operation(call) is not IInvocationOperation registration)
        {
            yield break;
        }

        if (StatementOf(call) is { } statement && CodeWaitsBehind(statement, finding))
        {
            yield return new Repair("Hold the registration with 'using'", "Using", finding, editor => Hold(editor, statement, call, registration, finding));
        }

        if (Dropped(call, finding) is { } dropped && finding.Type is { } type && Members.DeclarationOf(type, call) is { } declaration && finding.Model.Repetitions.Of(registration) != Repetition.Often)
        {
            yield return new Repair("Hold the registration in a static field", "Field", finding, editor => Keep(editor, dropped, call, registration, type, declaration));
        }
    }

    // Create(...);  _ = Create(...);  var it = Create(...);  where a using declaration may stand.
    private static StatementSyntax? StatementOf(ExpressionSyntax call) => (StatementSyntax?)(call.Parent switch
    {
        ExpressionStatementSyntax it => (SyntaxNode)it,
        AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax it } discard when discard.IsDiscard() => it,
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax it } } } => it,
        _ => null,
    }) is { Parent: BlockSyntax or GlobalStatementSyntax } statement ? statement : null;

    private static bool CodeWaitsBehind(StatementSyntax statement, Finding finding)
    {
        var behind = statement.Parent is GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } global
            ? unit.Members.SkipWhile(it => it != global).Skip(1).OfType<GlobalStatementSyntax>().Select(static it => it.Statement)
            : ((BlockSyntax)statement.Parent!).Statements.SkipWhile(it => it != statement).Skip(1);
        return finding.Model.Pauses.MayBeIn(behind.Where(static it => it is not LocalFunctionStatementSyntax).Select(finding.Operation).OfType<IOperation>());
    }

    private static void Hold(DocumentEditor editor, StatementSyntax statement, ExpressionSyntax call, IInvocationOperation registration, Finding finding)
    {
        var name = finding.Semantics.FreshName(call.SpanStart, NameFor(registration));
        editor.ReplaceNode(statement, (current, _) =>
        {
            var local = current as LocalDeclarationStatementSyntax ?? Discards.Kept((ExpressionStatementSyntax)current, name);
            return local.WithoutLeadingTrivia().WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithLeadingTrivia(local.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.Space));
        });
    }

    // The node that stands for the call and everything that is done with its result, if that is nothing.
    private static SyntaxNode? Dropped(ExpressionSyntax call, Finding finding) => call.Parent switch
    {
        ExpressionStatementSyntax or ArrowExpressionClauseSyntax or LambdaExpressionSyntax => call,
        AssignmentExpressionSyntax discard when discard.IsDiscard() => discard,
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax local } } declarator }
            when finding.Semantics.GetDeclaredSymbol(declarator) is { } symbol && !IsUsed(symbol, local, finding) => local,
        _ => null,
    };

    private static bool IsUsed(ISymbol local, SyntaxNode declaration, Finding finding)
        => (declaration.FunctionAround() ?? finding.Root).DescendantNodes().OfType<IdentifierNameSyntax>()
            .Any(it => it.Identifier.ValueText == local.Name && finding.Semantics.GetSymbolInfo(it).Symbol.Is(local));

    private static void Keep(DocumentEditor editor, SyntaxNode dropped, ExpressionSyntax call, IInvocationOperation registration, INamedTypeSymbol type, TypeDeclarationSyntax declaration)
    {
        const string List = "global::System.Collections.Generic.List<global::System.Runtime.InteropServices.PosixSignalRegistration>";
        var existing = type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(it => it.IsStatic && it.Type is INamedTypeSymbol { Name: "List", TypeArguments: [var held] } && registration.Type.Is(held));
        var field = existing?.Name ?? Members.FieldName(type, "signalRegistrations");
        editor.ReplaceNode(dropped, (current, _) =>
        {
            var inner = current switch
            {
                AssignmentExpressionSyntax discard => discard.Right,
                LocalDeclarationStatementSyntax local => local.Declaration.Variables[0].Initializer!.Value,
                _ => (ExpressionSyntax)current,
            };
            var add = SyntaxFactory.InvocationExpression(
                SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, SyntaxFactory.IdentifierName(field), SyntaxFactory.IdentifierName("Add")),
                SyntaxFactory.ArgumentList([SyntaxFactory.Argument(inner.WithoutTrivia().WithLeadingTrivia(Discards.Remarks(inner.GetLeadingTrivia())))]));
            return current is LocalDeclarationStatementSyntax statement
                ? SyntaxFactory.ExpressionStatement(add).WithSemicolonToken(statement.SemicolonToken).WithLeadingTrivia(current.GetLeadingTrivia())
                : add.WithTriviaFrom(current);
        });
        if (existing is null)
        {
            editor.AddField(declaration, NewCode.Member($"private static readonly {List} {field} = new {List}();"));
        }
    }

    private static string NameFor(IInvocationOperation registration)
        => registration.Arguments.Select(static it => it.Value.Bare()).OfType<IFieldReferenceOperation>().FirstOrDefault(static it => it.Type?.TypeKind == TypeKind.Enum) is { } signal
            ? signal.Field.Name.ToLowerInvariant()
            : "registration";
}

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

        if (UsingDeclarations.StatementOf(call) is { } statement && UsingDeclarations.ScopeWaitsBehind(statement, finding))
        {
            yield return new Repair("Hold the registration with 'using'", "Using", finding, editor => editor.Hold(statement, finding.Semantics.FreshName(call.SpanStart, NameFor(registration))));
        }

        if (Dropped(call, finding) is { } dropped && finding.Type is { } type && Members.DeclarationOf(type, call) is { } declaration && finding.Model.Repetitions.Of(registration) != Repetition.Often)
        {
            yield return new Repair("Hold the registration in a static field", "Field", finding, editor => Keep(editor, dropped, call, registration, type, declaration));
        }
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

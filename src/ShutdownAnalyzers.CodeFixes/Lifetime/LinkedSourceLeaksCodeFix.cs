using Microsoft.CodeAnalysis.Formatting;

namespace ShutdownAnalyzers.Lifetime;

/// <summary>SHUT304: the linked source is disposed by a <c>using</c>; one that only its token was taken of gets a name for that.</summary>
[Shared]
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LinkedSourceLeaksCodeFix))]
public sealed class LinkedSourceLeaksCodeFix() : ShutdownCodeFix(Rules.LinkedSourceLeaks)
{
    private protected override IEnumerable<Repair> Repairs(Finding finding)
    {
        if (finding.Node is not InvocationExpressionSyntax call || finding.Operation(call) is not IInvocationOperation linking || IsOutsideOfBodies(call))
        {
            yield break;
        }

        var uses = new UsesInScope(finding.Model, linking.EnclosingFunction());
        var function = call.FunctionAround();
        var symbol = function is null ? null : finding.Semantics.SymbolOf(function);
        if (!uses.AreOverWith(linking) || (uses.ReturnsWork && (symbol is null || !AsyncFunctions.CanBeAsync(symbol, finding.Model))))
        {
            yield break;
        }

        var statement = call.Ancestors().TakeWhile(it => it != function).OfType<StatementSyntax>().FirstOrDefault(static it => it is not BlockSyntax);
        yield return new Repair("Dispose the linked source with 'using'", "Using", finding, editor =>
        {
            if (statement is LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: var value }] } && value == call)
            {
                editor.ReplaceNode(statement, static (current, _) => WithUsing((LocalDeclarationStatementSyntax)current));
            }
            else
            {
                NameIt(editor, call, statement, function, symbol, finding);
            }

            if (statement?.Parent is SwitchSectionSyntax section)
            {
                editor.ReplaceNode(section, static (current, _) => InBlock((SwitchSectionSyntax)current));
            }

            if (uses.ReturnsWork)
            {
                editor.MakeAsync(function!, symbol!);
            }
        });
    }

    // Initializers of fields, properties and constructors have no place for a using.
    private static bool IsOutsideOfBodies(SyntaxNode call)
        => call.Ancestors().TakeWhile(static it => it is not (StatementSyntax or AnonymousFunctionExpressionSyntax or ArrowExpressionClauseSyntax))
            .Any(static it => it is ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax);

    private static void NameIt(DocumentEditor editor, InvocationExpressionSyntax call, StatementSyntax? statement, SyntaxNode? function, IMethodSymbol? symbol, Finding finding)
    {
        var name = finding.Semantics.FreshName(call.SpanStart, "linked");
        var source = call.WithoutLeadingTrivia().WithoutTrailingTrivia();
        var declaration = (LocalDeclarationStatementSyntax)NewCode.Statement($"using var {name} = 0;");
        declaration = declaration.ReplaceNode(declaration.Declaration.Variables[0].Initializer!.Value, source);
        editor.ReplaceNode(call, (current, _) => SyntaxFactory.IdentifierName(name).WithTriviaFrom(current));
        if (statement is not null)
        {
            editor.AddBefore(statement, [declaration]);
        }
        else if (function is not null && symbol is not null)
        {
            editor.AddAtStart(function, symbol, [declaration]);
        }
    }

    private static LocalDeclarationStatementSyntax WithUsing(LocalDeclarationStatementSyntax statement) => statement.WithoutLeadingTrivia()
        .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.Space));

    // A using declaration may not stand directly in a case.
    private static SwitchSectionSyntax InBlock(SwitchSectionSyntax section)
        => section.WithStatements([SyntaxFactory.Block(section.Statements).WithTrailingTrivia(SyntaxFactory.LineFeed).WithAdditionalAnnotations(Formatter.Annotation)]).WithAdditionalAnnotations(Formatter.Annotation);
}

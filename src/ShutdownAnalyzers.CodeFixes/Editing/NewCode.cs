using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace ShutdownAnalyzers.Editing;

/// <summary>
/// New code written as text. Types are written in full (<c>global::System.TimeSpan</c>): then they mean what is meant
/// wherever they land, and the clean-up imports and shortens them where that changes nothing.
/// </summary>
internal static class NewCode
{
    public static StatementSyntax Statement(string text) => Prepared(SyntaxFactory.ParseStatement(text));

    public static ImmutableArray<StatementSyntax> Statements(params string[] texts) => [.. texts.Select(Statement)];

    public static MemberDeclarationSyntax Member(string text) => Prepared(SyntaxFactory.ParseMemberDeclaration(text)!);

    /// <summary>An expression; inside another one it keeps its meaning (parenthesised where it must be).</summary>
    public static ExpressionSyntax Expression(string text) => Prepared(SyntaxFactory.ParseExpression(text), pad: false);

    public static TypeSyntax Type(string text) => Prepared(SyntaxFactory.ParseTypeName(text), pad: false);

    public static ParameterSyntax Parameter(string type, string name, bool isOptional, string? attribute = null)
    {
        var parameter = SyntaxFactory.Parameter(SyntaxFactory.Identifier(name)).WithType(Type(type).WithTrailingTrivia(SyntaxFactory.Space));
        if (isOptional)
        {
            parameter = parameter.WithDefault(SyntaxFactory.EqualsValueClause(
                SyntaxFactory.Token(SyntaxKind.EqualsToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space),
                SyntaxFactory.LiteralExpression(SyntaxKind.DefaultLiteralExpression)));
        }

        return attribute is null ? parameter : parameter.WithAttributeLists([SyntaxFactory
            .AttributeList([SyntaxFactory.Attribute((NameSyntax)Type(attribute))])
            .WithTrailingTrivia(SyntaxFactory.Space)]);
    }

    private static T Prepared<T>(T node, bool pad = true)
        where T : SyntaxNode
    {
        var full = node.DescendantNodesAndSelf().Where(static it => it is NameSyntax or MemberAccessExpressionSyntax && IsGlobal(it)).ToList();
        node = full.Contains(node) ? Shortened(node) : node.ReplaceNodes(full, static (_, it) => Shortened(it));
        return pad
            ? node.WithLeadingTrivia(node.GetLeadingTrivia().Insert(0, SyntaxFactory.ElasticMarker))
                .WithTrailingTrivia(SyntaxFactory.ElasticMarker)
                .WithAdditionalAnnotations(Formatter.Annotation)
            : node.WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static bool IsGlobal(SyntaxNode node) => node switch
    {
        QualifiedNameSyntax it => IsGlobal(it.Left),
        MemberAccessExpressionSyntax it => IsGlobal(it.Expression),
        AliasQualifiedNameSyntax { Alias.Identifier: var alias } => alias.IsKind(SyntaxKind.GlobalKeyword),
        _ => false,
    };

    private static T Shortened<T>(T node)
        where T : SyntaxNode
        => node.WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation);
}

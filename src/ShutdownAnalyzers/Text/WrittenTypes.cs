using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Text;

/// <summary>
/// What the text alone tells of types: the name that a declaration gives, without binding anything. What is inferred,
/// inherited, declared in another file or behind an alias is not told.
/// </summary>
internal static class WrittenTypes
{
    /// <summary>The simple name of the type of what the expression names or creates; <see langword="null"/> where it is not written.</summary>
    public static string? Of(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => OfVariable(name),
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax name } => OfMember(name, name.Identifier.ValueText),
        ParenthesizedExpressionSyntax inner => Of(inner.Expression),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } inner => Of(inner.Operand),
        ObjectCreationExpressionSyntax creation => NameOf(creation.Type),
        ImplicitObjectCreationExpressionSyntax creation => OfTarget(creation),
        _ => null,
    };

    /// <summary>The simple name in a type; <see langword="null"/> for <c>var</c>, and for what only binding can tell.</summary>
    public static string? NameOf(TypeSyntax? type) => type switch
    {
        NullableTypeSyntax nullable => NameOf(nullable.ElementType),
        SimpleNameSyntax { Identifier.ValueText: not ("var" or "dynamic") } name => IsAlias(name) ? null : name.Identifier.ValueText,
        QualifiedNameSyntax qualified => NameOf(qualified.Right),
        AliasQualifiedNameSyntax qualified => NameOf(qualified.Name),
        PredefinedTypeSyntax or ArrayTypeSyntax or TupleTypeSyntax => type.ToString(),
        _ => null,
    };

    private static string? OfVariable(IdentifierNameSyntax name)
    {
        var text = name.Identifier.ValueText;
        string? type = null;
        var member = MemberAround(name);
        if (member is TypeDeclarationSyntax)
        {
            return OfMember(name, text);
        }

        foreach (var declaration in SyntaxIndex.Declarations(name.SyntaxTree, text).Where(it => member.Span.Contains(it.Span) && !IsOfType(it)))
        {
            if (In(declaration) is not { } one || (type is not null && type != one))
            {
                return null;
            }

            type = one;
        }

        return type ?? OfMember(name, text);
    }

    // The members of the types around it. One that may inherit the name from elsewhere is not told.
    private static string? OfMember(SyntaxNode use, string name)
    {
        for (var type = use.FirstAncestorOrSelf<TypeDeclarationSyntax>(); type is not null; type = type.Parent?.FirstAncestorOrSelf<TypeDeclarationSyntax>())
        {
            foreach (var declaration in SyntaxIndex.Declarations(use.SyntaxTree, name).Where(it => IsOfType(it) && it.FirstAncestorOrSelf<TypeDeclarationSyntax>() == type))
            {
                return In(declaration);
            }

            if (type.BaseList is not null || type.Modifiers.Any(SyntaxKind.PartialKeyword))
            {
                return null;
            }
        }

        return null;
    }

    // A field, a property, or a parameter of a primary constructor.
    private static bool IsOfType(SyntaxNode declaration) => declaration switch
    {
        PropertyDeclarationSyntax => true,
        VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } => true,
        ParameterSyntax { Parent.Parent: TypeDeclarationSyntax } => true,
        _ => false,
    };

    /// <summary>The type that this declaration gives to what it declares; <see langword="null"/> where it is inferred.</summary>
    public static string? In(SyntaxNode declaration) => declaration switch
    {
        PropertyDeclarationSyntax property => NameOf(property.Type),
        VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax variables, Initializer: var initializer } => NameOf(variables.Type) ?? (initializer is { Value: ObjectCreationExpressionSyntax creation } ? NameOf(creation.Type) : null),
        ParameterSyntax parameter => NameOf(parameter.Type),
        ForEachStatementSyntax each => NameOf(each.Type),
        CatchDeclarationSyntax caught => NameOf(caught.Type),
        SingleVariableDesignationSyntax { Parent: DeclarationExpressionSyntax variable } => NameOf(variable.Type),
        SingleVariableDesignationSyntax { Parent: DeclarationPatternSyntax pattern } => NameOf(pattern.Type),
        _ => null,
    };

    // X x = new(...); the type of what is initialized.
    private static string? OfTarget(ImplicitObjectCreationExpressionSyntax creation) => creation.Parent switch
    {
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax variables } } => NameOf(variables.Type),
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } => NameOf(property.Type),
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax target } => OfVariable(target),
        ArrowExpressionClauseSyntax { Parent: { } function } => NameOf(WrittenSignatures.ReturnType(function)),
        _ => null,
    };

    private static SyntaxNode MemberAround(SyntaxNode node)
        => node.Ancestors().FirstOrDefault(static it => it is MemberDeclarationSyntax and not (GlobalStatementSyntax or BaseNamespaceDeclarationSyntax)) ?? node.SyntaxTree.GetRoot();

    // using Queue = ...; or a type parameter: the name says nothing of the type.
    private static bool IsAlias(SimpleNameSyntax name) => SyntaxIndex.Standins(name.SyntaxTree).Contains(name.Identifier.ValueText);
}

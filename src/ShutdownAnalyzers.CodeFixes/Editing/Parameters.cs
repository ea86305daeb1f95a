namespace ShutdownAnalyzers.Editing;

/// <summary>Parameters are added to functions.</summary>
internal static class Parameters
{
    /// <summary>
    /// Records one parameter more. It goes to the end, where tokens and services belong: behind optional ones as an optional
    /// one, but before <c>params</c>.
    /// </summary>
    public static void AddParameter(this SyntaxEditor editor, SyntaxNode declaration, string type, string name, string? attribute = null)
        => editor.ReplaceNode(declaration, (current, _) => With(current, type, name, attribute));

    /// <summary>Where <see cref="AddParameter"/> puts the parameter in this function's list.</summary>
    public static int PlaceIn(IMethodSymbol function) => function.Parameters.Length - (function.Parameters.LastOrDefault() is { IsParams: true } ? 1 : 0);

    private static SyntaxNode With(SyntaxNode declaration, string type, string name, string? attribute)
    {
        if (ListOf(declaration) is not { } list)
        {
            return declaration;
        }

        var parameters = list.Parameters;
        if (parameters.Any(it => it.Identifier.ValueText == name))
        {
            return declaration;
        }

        var index = parameters.LastOrDefault()?.Modifiers.Any(SyntaxKind.ParamsKeyword) == true ? parameters.Count - 1 : parameters.Count;
        var isOptional = parameters.Any(static it => it.Default is not null);

        // The parameters of a lambda have types or have none.
        var added = declaration is LambdaExpressionSyntax && parameters is [{ Type: null }, ..]
            ? SyntaxFactory.Parameter(SyntaxFactory.Identifier(name))
            : NewCode.Parameter(type, name, isOptional, attribute);
        return WithList(declaration, list.WithParameters(Arguments.Inserted(parameters, index, added)));
    }

    private static ParameterListSyntax? ListOf(SyntaxNode declaration) => declaration is TypeDeclarationSyntax type ? type.ParameterList : Functions.ParametersOf(declaration);

    private static SyntaxNode WithList(SyntaxNode declaration, ParameterListSyntax list) => declaration switch
    {
        BaseMethodDeclarationSyntax it => it.WithParameterList(list),
        LocalFunctionStatementSyntax it => it.WithParameterList(list),
        ParenthesizedLambdaExpressionSyntax it => it.WithParameterList(list),
        TypeDeclarationSyntax it => it.WithParameterList(list),
        _ => declaration,
    };
}

namespace ShutdownAnalyzers.Editing;

/// <summary>Methods, constructors, accessors, local functions and lambdas seen as one thing: something with a body.</summary>
internal static class Functions
{
    /// <summary>The nearest function around the node (or the node itself); <see langword="null"/> in top-level statements and initializers.</summary>
    public static SyntaxNode? FunctionAround(this SyntaxNode node)
        => node.AncestorsAndSelf().FirstOrDefault(static it => it.IsFunction() || it is BaseTypeDeclarationSyntax) is { } found && found.IsFunction() ? found : null;

    public static bool IsFunction(this SyntaxNode node)
        => node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax;

    /// <summary>The block or expression of the function; <see langword="null"/> where it has none.</summary>
    public static SyntaxNode? BodyOf(SyntaxNode function) => function switch
    {
        BaseMethodDeclarationSyntax it => (SyntaxNode?)it.Body ?? it.ExpressionBody?.Expression,
        AccessorDeclarationSyntax it => (SyntaxNode?)it.Body ?? it.ExpressionBody?.Expression,
        LocalFunctionStatementSyntax it => (SyntaxNode?)it.Body ?? it.ExpressionBody?.Expression,
        AnonymousFunctionExpressionSyntax it => it.Body,
        _ => null,
    };

    public static ParameterListSyntax? ParametersOf(SyntaxNode function) => function switch
    {
        BaseMethodDeclarationSyntax it => it.ParameterList,
        LocalFunctionStatementSyntax it => it.ParameterList,
        ParenthesizedLambdaExpressionSyntax it => it.ParameterList,
        AnonymousMethodExpressionSyntax it => it.ParameterList,
        _ => null,
    };

    public static bool IsAsync(SyntaxNode function) => ModifiersOf(function).Any(SyntaxKind.AsyncKeyword);

    /// <summary>It cannot see the locals and parameters of the function around it.</summary>
    public static bool IsStatic(SyntaxNode function) => ModifiersOf(function).Any(SyntaxKind.StaticKeyword);

    /// <summary>What the function is to the compiler.</summary>
    public static IMethodSymbol? SymbolOf(this SemanticModel semantics, SyntaxNode function) => function is AnonymousFunctionExpressionSyntax
        ? semantics.GetSymbolInfo(function).Symbol as IMethodSymbol
        : semantics.GetDeclaredSymbol(function) as IMethodSymbol;

    /// <summary>The nodes of the function itself, without those of lambdas and local functions inside it.</summary>
    public static IEnumerable<SyntaxNode> OwnNodes(SyntaxNode function)
        => BodyOf(function) is { } body ? body.DescendantNodesAndSelf(it => it == body || !it.IsFunction()).Where(static it => !it.IsFunction()) : [];

    /// <summary>The code has no <c>this</c>: it is static, or an initializer.</summary>
    public static bool IsInStaticCode(this SyntaxNode code)
        => code.Ancestors().TakeWhile(static it => it is not TypeDeclarationSyntax).Any(static it =>
            (it.IsFunction() && IsStatic(it))
            || it is BaseFieldDeclarationSyntax
            || (it is BasePropertyDeclarationSyntax property && property.Modifiers.Any(SyntaxKind.StaticKeyword)));

    public static SyntaxTokenList ModifiersOf(SyntaxNode function) => function switch
    {
        BaseMethodDeclarationSyntax it => it.Modifiers,
        AccessorDeclarationSyntax it => it.Modifiers,
        LocalFunctionStatementSyntax it => it.Modifiers,
        AnonymousFunctionExpressionSyntax it => it.Modifiers,
        _ => default,
    };
}

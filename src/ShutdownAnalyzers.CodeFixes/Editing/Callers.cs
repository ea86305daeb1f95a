namespace ShutdownAnalyzers.Editing;

/// <summary>Who calls a function, where its signature is the project's own to change.</summary>
internal static class Callers
{
    /// <summary>
    /// All calls of a method or local function; <see langword="null"/> where somebody else has a say in its signature: it
    /// implements or overrides, the frameworks call it, others may call it, it is used as a delegate, or nobody calls it at all.
    /// </summary>
    public static IReadOnlyList<IInvocationOperation>? Of(IMethodSymbol function, ShutdownModel model)
    {
        if (!IsOurs(function, model))
        {
            return null;
        }

        var references = model.References.To(function);
        if (references.IsDefaultOrEmpty)
        {
            return null;
        }

        var calls = references.Select(static it => it.Bare()).OfType<IInvocationOperation>().Where(it => !it.Syntax.IsInExpressionTree(model)).ToList();
        return calls.Count == references.Length ? calls : null;
    }

    /// <summary>The function's signature is nobody's contract.</summary>
    public static bool IsOurs(IMethodSymbol function, ShutdownModel model)
        => function.MethodKind == MethodKind.LocalFunction
        || (function is { MethodKind: MethodKind.Ordinary, IsOverride: false, IsVirtual: false, IsAbstract: false, IsExtern: false }
            && function.DeclaringSyntaxReferences.Length > 0
            && !function.Is(model.Contracts.EntryPoint)
            && model.Contracts.PlaceOf(function) == Place.None
            && !IsApi(function, model)
            && !ImplementsAnything(function));

    // What a library shows, its users call. An application has no users but itself.
    private static bool IsApi(IMethodSymbol function, ShutdownModel model)
        => function.IsVisibleOutside()
        && model.Compilation.Options.OutputKind == OutputKind.DynamicallyLinkedLibrary
        && !model.Contracts.IsHosted(function.ContainingType);

    private static bool ImplementsAnything(IMethodSymbol function)
        => !function.ExplicitInterfaceImplementations.IsEmpty
        || function.ContainingType.AllInterfaces
            .SelectMany(it => it.GetMembers(function.Name))
            .Any(it => function.ContainingType.FindImplementationForInterfaceMember(it).Is(function))
        || function.ContainingType.TypeKind == TypeKind.Interface;

    private static bool IsInExpressionTree(this SyntaxNode node, ShutdownModel model)
        => node.Ancestors().OfType<LambdaExpressionSyntax>().Any(it =>
            model.Bodies.Semantics(it.SyntaxTree).GetTypeInfo(it).ConvertedType.DerivesFrom(model.Types["System.Linq.Expressions.LambdaExpression"]));
}

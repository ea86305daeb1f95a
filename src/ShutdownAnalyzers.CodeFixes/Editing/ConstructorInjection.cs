namespace ShutdownAnalyzers.Editing;

/// <summary>A service that a type's constructor asks for: how the type's code names it then, and the edits for that.</summary>
internal sealed record ConstructorInjection(string Expression, ImmutableArray<Support> Supports)
{
    /// <summary>
    /// By the primary constructor, by the only constructor and a field, or by a new constructor and a field.
    /// <see langword="null"/> where there are several constructors. That the container creates the type is for the caller to know.
    /// </summary>
    public static ConstructorInjection? Of(INamedTypeSymbol type, TypeDeclarationSyntax declaration, string service, string name)
    {
        var parts = type.DeclaringSyntaxReferences.Select(static it => it.GetSyntax()).OfType<TypeDeclarationSyntax>().ToList();
        var constructors = parts.SelectMany(static it => it.Members).OfType<ConstructorDeclarationSyntax>().Where(static it => !it.Modifiers.Any(SyntaxKind.StaticKeyword)).ToList();
        if (parts.FirstOrDefault(static it => it.ParameterList is not null) is { } primary)
        {
            return primary is RecordDeclarationSyntax || constructors.Count > 0 ? null : ByPrimary(type, primary, service, name);
        }

        return constructors.Count > 1 ? null : ByField(type, declaration, constructors.FirstOrDefault(), service, name);
    }

    private static ConstructorInjection ByPrimary(INamedTypeSymbol type, TypeDeclarationSyntax primary, string service, string name)
    {
        name = Names.Free(name, it => IsUsed(type, it));
        return new ConstructorInjection(name, [new Support("parameter " + name, primary, editor => editor.AddParameter(primary, service, name))]);
    }

    private static ConstructorInjection ByField(INamedTypeSymbol type, TypeDeclarationSyntax declaration, ConstructorDeclarationSyntax? constructor, string service, string name)
    {
        var field = Members.FieldName(type, name);
        var parameter = Names.Free(name, it => it == field || type.GetMembers(it).Length > 0 || constructor?.DescendantTokens().Any(token => token.ValueText == it) == true);
        var assignment = $"{field} = {parameter};";
        var fields = new Support("field " + field, declaration, editor => editor.AddField(declaration, NewCode.Member($"private readonly {service} {field};")));
        var expression = field;
        if (constructor is null)
        {
            return new ConstructorInjection(expression, [fields, new Support("constructor", declaration, editor => editor.AddFirstMethod(
                declaration,
                NewCode.Member($"public {type.Name}({service} {parameter})\n{{\n{assignment}\n}}\n")))]);
        }

        return new ConstructorInjection(expression,
        [
            fields,
            new Support("parameter " + parameter, constructor, editor => editor.AddParameter(constructor, service, parameter)),
            new Support("assignment " + field, constructor, editor => editor.AddAtEveryEnd(constructor, (IMethodSymbol)editor.SemanticModel.GetDeclaredSymbol(constructor)!, NewCode.Statements(assignment))),
        ]);
    }

    private static bool IsUsed(INamedTypeSymbol type, string name)
        => type.DeclaringSyntaxReferences.Any(it => it.GetSyntax().DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name));
}

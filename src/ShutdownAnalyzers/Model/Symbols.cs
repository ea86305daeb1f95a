namespace ShutdownAnalyzers.Model;

/// <summary>Questions about symbols that several rules ask.</summary>
internal static class Symbols
{
    public static bool Is(this ISymbol? symbol, ISymbol? other) => symbol is not null && SymbolEqualityComparer.Default.Equals(symbol, other);

    /// <summary>Same type, or constructed from the same generic definition.</summary>
    public static bool IsA(this ITypeSymbol? type, INamedTypeSymbol? definition)
        => type is not null && definition is not null && type.OriginalDefinition.Is(definition.OriginalDefinition);

    /// <summary>The type is <paramref name="ancestor"/>, derives from it or implements it.</summary>
    public static bool DerivesFrom(this ITypeSymbol? type, INamedTypeSymbol? ancestor)
    {
        if (type is null || ancestor is null)
        {
            return false;
        }

        if (type is ITypeParameterSymbol parameter)
        {
            return parameter.ConstrainedTo(ancestor);
        }

        if (ancestor.TypeKind == TypeKind.Interface)
        {
            if (type.IsA(ancestor))
            {
                return true;
            }

            foreach (var implemented in type.AllInterfaces)
            {
                if (implemented.IsA(ancestor))
                {
                    return true;
                }
            }

            return false;
        }

        for (var it = type; it is not null; it = it.BaseType)
        {
            if (it.IsA(ancestor))
            {
                return true;
            }
        }

        return false;
    }

    private static bool ConstrainedTo(this ITypeParameterSymbol parameter, INamedTypeSymbol ancestor) => parameter.ConstraintTypes.Any(it => it.DerivesFrom(ancestor));

    /// <summary>The method and everything it overrides, most derived first.</summary>
    public static IEnumerable<IMethodSymbol> OverrideChain(this IMethodSymbol method)
    {
        for (var it = method; it is not null; it = it.OverriddenMethod)
        {
            yield return it;
        }
    }

    public static bool Overrides(this IMethodSymbol method, INamedTypeSymbol? type, string name)
        => type is not null && method.Name == name && method.OverrideChain().Skip(1).Any(it => it.ContainingType.IsA(type));

    /// <summary>The method implements, itself or by inheritance from an overridden one, this member of this interface.</summary>
    public static bool Implements(this IMethodSymbol method, INamedTypeSymbol? interfaceType, string name)
    {
        if (interfaceType is null || method.ContainingType is not { } type || !method.IsNamed(name))
        {
            return false;
        }

        if (!type.DerivesFrom(interfaceType))
        {
            return false;
        }

        foreach (var member in interfaceType.GetMembers(name).OfType<IMethodSymbol>())
        {
            if (type.FindImplementationForInterfaceMember(member) is IMethodSymbol implementation
                && method.OverrideChain().Any(it => it.Is(implementation)))
            {
                return true;
            }
        }

        return false;
    }

    // Itself, or behind the interface that it implements explicitly.
    private static bool IsNamed(this IMethodSymbol method, string name)
        => method.Name.EndsWith(name, StringComparison.Ordinal) && (method.Name.Length == name.Length || method.Name[method.Name.Length - name.Length - 1] == '.');

    /// <summary>The name without the interface in front of it that an explicit implementation has.</summary>
    public static string SimpleName(this ISymbol symbol) => symbol.Name.Substring(symbol.Name.LastIndexOf('.') + 1);

    /// <summary>Code in other assemblies can name the symbol.</summary>
    public static bool IsVisibleOutside(this ISymbol symbol)
    {
        for (var it = symbol; it is not null and not INamespaceSymbol; it = it.ContainingSymbol)
        {
            if (it.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Where the first declaration of the symbol stands in source: its name where it has one.</summary>
    public static Location? Place(this ISymbol symbol) => symbol.DeclaringSyntaxReferences.Length == 0 ? null
#pragma warning disable RS0030 // only symbols that source declares
        : symbol.Locations.FirstOrDefault(static it => it.IsInSource);
#pragma warning restore RS0030

    /// <summary>The type and the types it is nested in or derives from, as far as source declares them.</summary>
    public static IEnumerable<INamedTypeSymbol> SourceHierarchy(this INamedTypeSymbol type)
    {
        for (var it = type; it is not null && it.DeclaringSyntaxReferences.Length > 0; it = it.BaseType?.OriginalDefinition)
        {
            yield return it;
        }
    }
}

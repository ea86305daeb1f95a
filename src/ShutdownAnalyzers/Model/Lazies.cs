namespace ShutdownAnalyzers.Model;

/// <summary>Values that a <see cref="Lazy{T}"/> holds: what its factory returns, and what its <c>Value</c> hands out.</summary>
internal static class Lazies
{
    /// <summary>The lambda or method group is the factory in <c>new Lazy&lt;X&gt;(factory)</c>.</summary>
    public static bool IsFactoryOfLazy(this IOperation function, KnownTypes types)
        => function is IAnonymousFunctionOperation or IMethodReferenceOperation
        && function.BareParent() is IArgumentOperation { Parent: IObjectCreationOperation creation } && creation.Type.IsLazy(types);

    /// <summary>The member is <see cref="Lazy{T}.Value"/>.</summary>
    public static bool IsValueOfLazy(this ISymbol member, KnownTypes types) => member.Name == "Value" && member.ContainingType.IsLazy(types);

    public static bool IsLazy(this ITypeSymbol? type, KnownTypes types) => type.IsA(types["System.Lazy`1"]);
}

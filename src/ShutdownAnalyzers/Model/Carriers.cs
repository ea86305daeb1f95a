using System.Runtime.CompilerServices;

namespace ShutdownAnalyzers.Model;

/// <summary>Answers "can a value of this type have a token inside?". Numbers, texts and records of such cannot, whoever made them.</summary>
internal static class Carriers
{
    private const int Deepest = 4;

    private static readonly ConditionalWeakTable<ITypeSymbol, object> Known = new();

    public static bool CanCarryToken(this ITypeSymbol? type) => type is null || (bool)Known.GetValue(type, static it => CanCarryToken(it, 0));

    private static bool CanCarryToken(ITypeSymbol? type, int depth)
    {
        switch (type)
        {
            case null or ITypeParameterSymbol:
                return true;
            case { SpecialType: not (SpecialType.None or SpecialType.System_Object) } when !IsCollectionInterface(type):
                return false;
            case { TypeKind: TypeKind.Enum }:
                return false;
            case IArrayTypeSymbol array:
                return CanCarryToken(array.ElementType, depth);
            case INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] }:
                return CanCarryToken(inner, depth);
            case INamedTypeSymbol { DeclaringSyntaxReferences.Length: > 0, TypeKind: TypeKind.Class or TypeKind.Struct } known when depth < Deepest:
                // A derived class may have more in it.
                return !(known.IsSealed || known.IsRecord || known.TypeKind == TypeKind.Struct)
                    || known.SourceHierarchy().Last().BaseType is { SpecialType: not (SpecialType.System_Object or SpecialType.System_ValueType) }
                    || known.SourceHierarchy().SelectMany(static it => it.GetMembers()).OfType<IFieldSymbol>().Any(it => !it.IsStatic && CanCarryToken(it.Type, depth + 1));
            case INamedTypeSymbol { IsGenericType: true, ContainingNamespace: { Name: "Generic", ContainingNamespace.Name: "Collections" } } collection when !IsLazy(collection):
                return collection.TypeArguments.Any(it => CanCarryToken(it, depth + 1));
            default:
                return type.Name is not ("Guid" or "DateTimeOffset" or "TimeSpan" or "Uri") || type.ContainingNamespace is not { Name: "System", ContainingNamespace.IsGlobalNamespace: true };
        }
    }

    private static bool IsCollectionInterface(ITypeSymbol type) => type.TypeKind == TypeKind.Interface;

    // A stream of values is made with a token; a list is not.
    private static bool IsLazy(INamedTypeSymbol type) => type.Name.StartsWith("IAsyncEnumer", StringComparison.Ordinal) || type.Name is "IEnumerable" or "IEnumerator";
}

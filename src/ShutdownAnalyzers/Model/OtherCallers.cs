namespace ShutdownAnalyzers.Model;

/// <summary>Answers "may code that we do not see call this?".</summary>
internal static class OtherCallers
{
    /// <summary>
    /// A library's visible members are called by its users, overrides of library members and implementations of library
    /// interfaces by the library.
    /// </summary>
    public static bool OthersMayCall(this ShutdownModel model, ISymbol member)
        => IsKnownOutside(member, model)
        || member is IMethodSymbol { OverriddenMethod: { } method } && model.OthersMayCall(method)
        || member is IPropertySymbol { OverriddenProperty: { } property } && model.OthersMayCall(property)
        || (member.ContainingType is { } type && type.AllInterfaces.Any(it => IsKnownOutside(it, model)
            && it.GetMembers().Any(declared => declared.Name == member.Name.Substring(member.Name.LastIndexOf('.') + 1) && type.FindImplementationForInterfaceMember(declared).Is(member))));

    private static bool IsKnownOutside(ISymbol symbol, ShutdownModel model)
        => symbol.DeclaringSyntaxReferences.Length == 0 || (symbol.IsVisibleOutside() && !model.IsExecutable);
}

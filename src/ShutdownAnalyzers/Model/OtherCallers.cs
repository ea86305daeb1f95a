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

    /// <summary>The operation stands in a method that the project does not use, and that nobody else can get at: dead code ends nothing.</summary>
    public static bool NobodyRuns(this ShutdownModel model, IOperation operation)
    {
        if (model.Bodies.FunctionAround(operation) is not { } function)
        {
            return false;
        }

        while (function is { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction, ContainingSymbol: IMethodSymbol around })
        {
            function = around;
        }

        return function.MethodKind == MethodKind.Ordinary && !model.OthersMayCall(function) && model.References.To(function) is { IsDefault: false, IsEmpty: true };
    }

    private static bool IsKnownOutside(ISymbol symbol, ShutdownModel model)
        => symbol.DeclaringSyntaxReferences.Length == 0 || (symbol.IsVisibleOutside() && !model.IsExecutable);
}

namespace ShutdownAnalyzers.Model;

/// <summary>Objects that are started by a call and stopped by another: who starts one has to stop it.</summary>
internal static class StartedObjects
{
    /// <summary>
    /// The call starts an object that the type was handed or made, whose code is not the project's, and which can be stopped.
    /// What the container disposes of and connections that the type opens itself are not meant.
    /// </summary>
    public static bool IsStart(IInvocationOperation call, Frame frame, ShutdownModel model)
        => StartsWithWord(call.TargetMethod.Name, "Start")
        && (call.TargetMethod.ReturnsVoid || call.TargetMethod.ReturnType.SpecialType == SpecialType.System_Boolean || call.TargetMethod.ReturnType.Is(model.Types.Task) || call.TargetMethod.ReturnType.Is(model.Types.ValueTask))
        && model.Bodies.Of(call.TargetMethod) is null
        && call.Receiver()?.Type is INamedTypeSymbol type
        && CanStop(type)
        && (type.IsA(model.Types["System.Timers.Timer"]) || !model.Frameworks.Contains(type.ContainingAssembly))
        && Of(call, frame, model) is { } held
        && (type.IsA(model.Types["System.Timers.Timer"]) || IsHandedIn(held, model))
        && !(IsHandedIn(held, model) && (type.DerivesFrom(model.Types.Disposable) || type.DerivesFrom(model.Types.AsyncDisposable)));

    /// <summary>The member, or the parameter of the primary constructor, that holds the object; a local may hold a timer. Helpers are handed it.</summary>
    public static ISymbol? Of(IInvocationOperation call, Frame frame, ShutdownModel model) => Holder(call.Receiver(), frame, model);

    private static ISymbol? Holder(IOperation? value, Frame frame, ShutdownModel model) => value.Bare() switch
    {
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field => field.Field,
        IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Property.DeclaringSyntaxReferences.Length: > 0 } property => property.Property,
        IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter } => parameter,
        IParameterReferenceOperation { Parameter: var parameter } when frame.Argument(parameter) is { } argument => Holder(argument.Value, argument.In, model),
        ILocalReferenceOperation { Type: var type } local when type.IsA(model.Types["System.Timers.Timer"]) => local.Local,
        _ => null,
    };

    private static bool IsHandedIn(ISymbol held, ShutdownModel model) => held switch
    {
        IParameterSymbol => true,
        ILocalSymbol => false,
        _ => model.Values.Of(held) is { IsDefaultOrEmpty: false } values && values.All(static it => it.Bare() is IParameterReferenceOperation),
    };

    private static bool CanStop(INamedTypeSymbol type)
    {
        for (var it = type; it is not null; it = it.BaseType)
        {
            if (HasStop(it) || it.AllInterfaces.Any(HasStop))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasStop(INamedTypeSymbol type)
        => type.GetMembers().Any(static it => it is IMethodSymbol { DeclaredAccessibility: not Accessibility.Private } && (StartsWithWord(it.Name, "Stop") || StartsWithWord(it.Name, "Shutdown")));

    private static bool StartsWithWord(string name, string word)
        => name.StartsWith(word, StringComparison.Ordinal) && (name.Length == word.Length || !char.IsLower(name[word.Length]));
}

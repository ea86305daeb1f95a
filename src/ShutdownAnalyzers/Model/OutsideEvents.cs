namespace ShutdownAnalyzers.Model;

/// <summary>
/// Answers "does this only run when something outside of the project happens?": in a handler of events that no code of the project
/// raises. Nobody knows when they come, or whether. The tick of a timer comes soon.
/// </summary>
internal static class OutsideEvents
{
    public static bool Run(IOperation operation, ShutdownModel model)
        => Handlers(operation, model) is { Length: > 0 } handlers && handlers.All(it => it.BareParent() is IEventAssignmentOperation subscription && IsOutside(subscription, model));

    // The lambda around the operation, or every mention of the method around it.
    private static IOperation[] Handlers(IOperation operation, ShutdownModel model)
        => operation.EnclosingFunction() is IAnonymousFunctionOperation lambda ? [lambda]
            : model.Bodies.FunctionAround(operation) is { } method && model.References.To(method) is { IsDefault: false } references ? [.. references]
            : [];

    private static bool IsOutside(IEventAssignmentOperation subscription, ShutdownModel model)
        => subscription.EventReference.Bare() is IEventReferenceOperation { Event.ContainingType: { Name: not "Timer" } raiser }
        && model.Handovers.PlaceOf(subscription) == Place.Handler
        && (raiser.DeclaringSyntaxReferences.Length == 0 || (raiser.TypeKind == TypeKind.Interface && !model.SourceTypes.DerivedFrom(raiser).Any()));
}

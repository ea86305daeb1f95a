namespace ShutdownAnalyzers.Requests;

/// <summary>Waits that hold a request: what it awaits, what its handler returns for the framework to await, what blocks its thread.</summary>
internal static class RequestWaits
{
    /// <summary>The expression that this operation waits for; <see langword="null"/> where it waits for nothing.</summary>
    public static IOperation? AwaitedBy(IOperation operation, ShutdownModel model) => operation switch
    {
        IAwaitOperation awaiting => awaiting.Operation.Bare(),
        IReturnOperation { ReturnedValue: { } value } when operation.Kind == OperationKind.Return && Consumption.IsDeferred(value.Bare().Type, model.Types) => value.Bare(),
        IInvocationOperation call when !Consumption.IsDeferred(call.Type, model.Types) && model.Waits.Contains(call) => call,
        _ => null,
    };

    /// <summary>It waits itself, or the framework awaits what it returns. A helper's task is looked at where it is awaited.</summary>
    public static bool Holds(IOperation operation, ShutdownModel model) => operation is not IReturnOperation || IsOfHandler(operation, model);

    private static bool IsOfHandler(IOperation leaving, ShutdownModel model)
    {
        if (model.Bodies.FunctionAround(leaving) is not { IsAsync: false } function)
        {
            return false;
        }

        return model.Contracts.PlaceOf(function) == Place.Request
            || (function.MethodKind == MethodKind.AnonymousFunction ? IsHandedToFramework(leaving.EnclosingFunction(), model)
                : model.References.To(function) is { IsDefault: false } references && references.Any(it => it is IMethodReferenceOperation group && IsHandedToFramework(group, model)));
    }

    private static bool IsHandedToFramework(IOperation function, ShutdownModel model)
        => function.BareParent() is IArgumentOperation { Parent: IInvocationOperation call } argument && model.Handovers.PlaceOf(call, argument) == Place.Request;
}

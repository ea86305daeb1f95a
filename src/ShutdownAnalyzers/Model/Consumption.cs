namespace ShutdownAnalyzers.Model;

/// <summary>Answers "does the exception of this call come out here?": where its task is awaited, waited for, returned - or not.</summary>
internal static class Consumption
{
    // ConfigureAwaitOptions.SuppressThrowing
    private const int SuppressThrowing = 2;

    /// <summary>A synchronous call, or a task or stream whose exception surfaces in the code around it.</summary>
    public static bool Surfaces(this IOperation operation, KnownTypes types)
    {
        if (!IsDeferred(operation.Type, types))
        {
            return true;
        }

        var it = operation;
        while (true)
        {
            var parent = it.BareParent();
            switch (parent)
            {
                case IAwaitOperation or IReturnOperation or IForEachLoopOperation or IUsingOperation:
                    return true;
                case IInvocationOperation call when call.Instance.Bare() == it:
                    if (call.TargetMethod.Name == "ContinueWith" || SuppressesThrowing(call))
                    {
                        return false;
                    }

                    if (call.TargetMethod.Name is "Wait" or "GetAwaiter")
                    {
                        return true;
                    }

                    it = call;
                    break;
                case IPropertyReferenceOperation { Property.Name: "Result" }:
                    return true;
                case IArgumentOperation { Parent: IInvocationOperation call }:
                    if ((call.TargetMethod.Name is "WhenAny" or "WaitAny" && call.TargetMethod.ContainingType.IsA(types.Task)) || SuppressesThrowing(call))
                    {
                        return false;
                    }

                    // Added to a list of tasks, or given to a helper: taken to be awaited there.
                    if (!IsDeferred(call.Type, types))
                    {
                        return true;
                    }

                    it = call;
                    break;
                case IArgumentOperation or IArrayInitializerOperation or IArrayCreationOperation or ICollectionExpressionOperation or IConditionalOperation
                    or ICoalesceOperation or IConditionalAccessOperation or ITupleOperation or ISwitchExpressionArmOperation or ISwitchExpressionOperation:
                    it = parent;
                    break;
                case IVariableInitializerOperation or ISimpleAssignmentOperation or IExpressionStatementOperation or IFieldInitializerOperation or ICoalesceAssignmentOperation:
                    return false;
                default:
                    return true;
            }
        }
    }

    /// <summary>The task goes into a collection: it throws where that is awaited.</summary>
    public static bool GoesIntoCollection(this IOperation task, KnownTypes types)
        => task.BareParent() is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType: var type } } && type.DerivesFrom(types["System.Collections.IEnumerable"]);

    /// <summary>The exception does not leave with the call: it comes with the awaiting, or the enumerating.</summary>
    public static bool IsDeferred(ITypeSymbol? type, KnownTypes types)
        => type is INamedTypeSymbol { SpecialType: SpecialType.None } && types.Deferred.Contains(type.OriginalDefinition);

    /// <summary>Awaiting the result throws nothing: <c>ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing)</c>.</summary>
    public static bool SuppressesThrowing(IInvocationOperation call)
        => call.TargetMethod.Name == "ConfigureAwait"
        && call.Arguments is [{ Value: { Type.Name: "ConfigureAwaitOptions", ConstantValue: { HasValue: true, Value: int options } } }]
        && (options & SuppressThrowing) != 0;
}

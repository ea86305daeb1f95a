namespace ShutdownAnalyzers.Knowledge;

/// <summary>Policies that try again without an end: they sleep between the attempts, and only a token wakes them.</summary>
internal static class Retries
{
    /// <summary>The names of all calls that may be among them.</summary>
    public static readonly HashSet<string> Names = ["Execute", "ExecuteAsync"];

    /// <summary>The call runs its delegate by a policy of Polly's that was made to retry for ever.</summary>
    public static bool IsEndless(IInvocationOperation call, ShutdownModel model)
        => Names.Contains(call.TargetMethod.Name)
        && call.TargetMethod.ContainingNamespace is { Name: "Polly", ContainingNamespace.IsGlobalNamespace: true }
        && MadeEndless(call.Receiver(), model);

    private static bool MadeEndless(IOperation? policy, ShutdownModel model)
    {
        var values = policy switch
        {
            ILocalReferenceOperation local => model.Values.Of(local.Local, local),
            IFieldReferenceOperation field => model.Values.Of(field.Field),
            IPropertyReferenceOperation property => model.Values.Of(property.Property),
            IInvocationOperation made => [made],
            _ => default,
        };

        return !values.IsDefault && values.Any(static value => value.DescendantsAndSelf().Any(RetriesForEver));
    }

    private static bool RetriesForEver(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.TargetMethod.Name.Contains("Forever"),
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "MaxRetryAttempts" }, Value.ConstantValue: { HasValue: true, Value: int.MaxValue } } => true,
        _ => false,
    };
}

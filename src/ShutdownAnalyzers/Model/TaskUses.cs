namespace ShutdownAnalyzers.Model;

/// <summary>Whether anybody waits for a task.</summary>
internal static class TaskUses
{
    /// <summary>Nothing awaits, waits for, returns, or looks at the task, nor at one that is made of it.</summary>
    public static bool NobodyWaitsFor(this ShutdownModel model, IOperation task) => model.Uses.Of(task).All.All(use => use switch
    {
        { Kind: UseKind.Dropped } => true,
        { Kind: UseKind.Member, Operation: IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "ContinueWith" or "WaitAsync" or "Unwrap" or "AsTask" or "Preserve" } made } => model.NobodyWaitsFor(made),
        { Kind: UseKind.Passed, Operation: IInvocationOperation { TargetMethod: { Name: "WhenAll" or "WhenAny" } combinator } made } => combinator.ContainingType.IsA(model.Types.Task) && model.NobodyWaitsFor(made),
        _ => false,
    });

    /// <summary>The type is one of the framework's tasks.</summary>
    public static bool IsTask(this KnownTypes types, ITypeSymbol? type)
        => type.DerivesFrom(types.Task) || type.IsA(types.ValueTask) || type.IsA(types.ValueTaskOfT);
}

namespace ShutdownAnalyzers.Model;

/// <summary>What code does with tasks, and what tasks it makes.</summary>
internal static class Tasks
{
    private static readonly ImmutableHashSet<string> Combinators = ImmutableHashSet.Create("Run", "StartNew", "WhenAll", "WhenAny", "ConfigureAwait");

    /// <summary>
    /// Nobody awaits, waits for, returns, stores or passes on the task: the call is a statement of its own, a discard, or a
    /// local that is never read; also inside <c>Task.Run</c>, <c>WhenAll</c> and the like whose own task is thrown away.
    /// Of a call without a task: it is <c>async void</c>.
    /// </summary>
    public static bool IsDropped(this IInvocationOperation call, KnownTypes types)
    {
        if (call.TargetMethod.ReturnsVoid)
        {
            return call.TargetMethod.IsAsync;
        }

        IOperation value = call;
        while (true)
        {
            switch (value.BareParent())
            {
                case IExpressionStatementOperation:
                    return true;
                case ISimpleAssignmentOperation { Target: IDiscardOperation }:
                    return true;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } initializer:
                    return !initializer.Root().Descendants().OfType<ILocalReferenceOperation>().Any(it => it.Local.Is(local));
                case IInvocationOperation outer when IsCombinator(outer, types):
                    value = outer;
                    break;
                case IArgumentOperation or IArrayInitializerOperation or IArrayCreationOperation or ICollectionExpressionOperation:
                    value = value.BareParent()!;
                    break;
                case IReturnOperation or IAwaitOperation when value.EnclosingFunction() is IAnonymousFunctionOperation lambda
                    && lambda.BareParent() is IArgumentOperation { Parent: IInvocationOperation runner } && IsCombinator(runner, types):
                    value = runner;
                    break;
                default:
                    return false;
            }
        }
    }

    /// <summary><c>Task.CompletedTask</c>, <c>Task.FromResult(..)</c>, <c>ValueTask.CompletedTask</c>.</summary>
    public static bool IsCompletedTask(this IOperation? value, KnownTypes types) => value.Bare() switch
    {
        IPropertyReferenceOperation { Property: { Name: "CompletedTask", ContainingType: var owner } } => owner.Is(types.Task) || owner.Is(types.ValueTask),
        IInvocationOperation { TargetMethod: { Name: "FromResult", ContainingType: var owner } } => owner.Is(types.Task) || owner.Is(types.ValueTask),
        _ => false,
    };

    private static bool IsCombinator(IInvocationOperation call, KnownTypes types)
        => Combinators.Contains(call.TargetMethod.Name)
        && (call.TargetMethod.ContainingType.IsA(types.Task) || call.TargetMethod.ContainingType.IsA(types.TaskOfT) || call.TargetMethod.ContainingType.IsA(types["System.Threading.Tasks.TaskFactory"]));
}

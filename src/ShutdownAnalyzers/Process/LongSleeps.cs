namespace ShutdownAnalyzers.Process;

/// <summary>Loops that sleep for longer than the host takes to stop: what they are told meanwhile they hear when it is too late.</summary>
internal sealed class LongSleeps(ShutdownModel model)
{
    private const int Deepest = 3;

    private static readonly TimeSpan UsualBudget = TimeSpan.FromSeconds(30);

    /// <summary>Each round of the loop sleeps so long, in the loop itself or in a helper.</summary>
    public bool AreIn(ILoopOperation loop) => IsIn(loop.Body, 0);

    private bool IsIn(IOperation code, int depth) => code.OwnDescendantsAndSelf().OfType<IInvocationOperation>()
        .Any(it => !OnlyAtTimes(it, code) && (IsOne(it) || (depth < Deepest && model.Callees.Of(it.TargetMethod) is [var only] && IsIn(BodyOf(only), depth + 1))));

    // A pause after a failure, or in one of several branches, is not the rule.
    private static bool OnlyAtTimes(IOperation operation, IOperation code)
        => operation.Ancestors().TakeWhile(it => it != code).Any(static it => it is ICatchClauseOperation or IConditionalOperation or ISwitchOperation or ISwitchExpressionOperation);

    private bool IsOne(IInvocationOperation call)
        => call.TargetMethod.Name == "Sleep" && model.Waits.IsSleep(call)
        && Durations.Of(model.Waits.TimeOf(call), model) is { } time && (time == Timeout.InfiniteTimeSpan || time > (model.Budget.Length ?? UsualBudget));

    private static IOperation BodyOf(IOperation function) => function is ILocalFunctionOperation { Body: { } block } ? block : function;
}

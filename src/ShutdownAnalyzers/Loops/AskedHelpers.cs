namespace ShutdownAnalyzers.Loops;

/// <summary>A loop that goes on for as long as a helper says so, and a catch in the helper that says so of the cancellation, too.</summary>
internal static class AskedHelpers
{
    // while (await TryTickAsync(timer, token)): the helper catches everything and answers "true".
    public static SwallowedCancellation? SwallowedBy(ILoopOperation loop, ShutdownModel model)
    {
        if (loop is not IWhileLoopOperation { ConditionIsUntil: false, Condition: { } condition }
            || Asked(condition) is not { TargetMethod: { IsVirtual: false, IsAbstract: false, IsOverride: false } helper } call
            || model.Bodies.Of(helper) is not { } body
            || Frame.Outermost.Enter(body, call.Arguments) is not { } inside
            || model.WaysOut.Of(loop) is not { HearsStop: false, Exits.IsEmpty: true })
        {
            return null;
        }

        var answers = body.OwnDescendantsAndSelf().OfType<IReturnOperation>().Where(static it => it.ReturnedValue is not { ConstantValue: { HasValue: true, Value: true } }).ToArray();
        return model.Cancellations.Of(body, inside).Swallowed
            .FirstOrDefault(it => it.IsOfStop && answers.All(answer => it.CutsOff(answer))) is { } swallowed
                ? swallowed with { Thrower = call }
                : null;
    }

    private static IInvocationOperation? Asked(IOperation condition) => condition.Bare() switch
    {
        IAwaitOperation { Operation: var awaited } => Asked(awaited),
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } wrapped } => Asked(wrapped),
        IInvocationOperation call => call,
        _ => null,
    };
}

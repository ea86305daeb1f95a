namespace ShutdownAnalyzers.Model;

/// <summary>Loops that are meant to run as long as the service does.</summary>
internal static class OpenEndedLoops
{
    public static bool Contains(ILoopOperation loop, ShutdownModel model) => loop switch
    {
        IForEachLoopOperation { IsAsynchronous: true } each => each.Collection.DescendantsAndSelf().OfType<IInvocationOperation>().Any(model.Waits.Contains),
        IForEachLoopOperation each => each.Collection.Bare() is IInvocationOperation call && model.Waits.Contains(call),
        _ => LoopConditions.Read(model, loop).Kind != LoopEnd.Finite || WaitsInCondition(loop, model),
    };

    // while (await timer.WaitForNextTickAsync(token)), while (await reader.WaitToReadAsync(token))
    private static bool WaitsInCondition(ILoopOperation loop, ShutdownModel model)
        => loop is IWhileLoopOperation { Condition: { } condition } && condition.DescendantsAndSelf().OfType<IInvocationOperation>().Any(model.Waits.Contains);
}

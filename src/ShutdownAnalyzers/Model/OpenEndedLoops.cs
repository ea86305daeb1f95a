namespace ShutdownAnalyzers.Model;

/// <summary>Loops that are meant to run as long as the service does.</summary>
internal static class OpenEndedLoops
{
    private const int Deepest = 3;

    public static bool Contains(ILoopOperation loop, ShutdownModel model) => loop switch
    {
        IForEachLoopOperation { IsAsynchronous: true } each => each.Collection.DescendantsAndSelf().OfType<IInvocationOperation>().Any(it => Waits(it, model) || IsEndlessStream(it, model)),
        IForEachLoopOperation each => each.Collection.Bare() is IInvocationOperation call && Waits(call, model),
        _ => LoopConditions.Read(model, loop).Kind != LoopEnd.Finite || WaitsInCondition(loop, model),
    };

    /// <summary>It asks again and again, with pauses, and neither counts nor looks at a clock: it goes on until something changes that may never change.</summary>
    public static bool Polls(ILoopOperation loop, ShutdownModel model)
        => loop is IWhileLoopOperation or IForLoopOperation && Sleeps(loop, model) && !model.LoopBounds.IsLimited(loop);

    /// <summary>There is a pause in each round, or in some.</summary>
    public static bool Sleeps(ILoopOperation loop, ShutdownModel model) => loop.Body.OwnDescendantsAndSelf().OfType<IInvocationOperation>().Any(model.Waits.IsSleep);

    // The wait itself, or a helper that hands it out: IAsyncEnumerable<Log> Logs() => _logs.Reader.ReadAllAsync();
    private static bool Waits(IInvocationOperation call, ShutdownModel model, int depth = 0)
        => model.Waits.Contains(call)
        || (depth < Deepest && model.Bodies.Of(call.TargetMethod) is { } body
            && Values.Returned(body).Any(it => it.Bare() is IInvocationOperation returned && Waits(returned, model, depth + 1)));

    // An iterator of the project that goes on and on.
    private static bool IsEndlessStream(IInvocationOperation call, ShutdownModel model)
        => call.Type.IsA(model.Types["System.Collections.Generic.IAsyncEnumerable`1"])
        && model.Bodies.Of(call.TargetMethod)?.OwnDescendantsAndSelf().OfType<ILoopOperation>().Any(it => it is not IForEachLoopOperation && Contains(it, model)) == true;

    // while (await timer.WaitForNextTickAsync(token)), while (await reader.WaitToReadAsync(token))
    private static bool WaitsInCondition(ILoopOperation loop, ShutdownModel model)
        => loop is IWhileLoopOperation { Condition: { } condition } && condition.DescendantsAndSelf().OfType<IInvocationOperation>().Any(model.Waits.Contains);
}

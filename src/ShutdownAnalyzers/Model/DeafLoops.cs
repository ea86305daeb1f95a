namespace ShutdownAnalyzers.Model;

/// <summary>Loops that never end and that nothing ends when the application stops, where somebody has to end them.</summary>
internal static class DeafLoops
{
    // Requests have a rule of their own, start paths too; in a stop path the signal has fired already.
    private const Place Watched = Place.Worker | Place.Detached | Place.Entry | Place.Handler;

    public static bool Contains(ILoopOperation loop, ShutdownModel model)
    {
        if (loop is not (IWhileLoopOperation or IForLoopOperation))
        {
            return false;
        }

        var kind = LoopConditions.Read(model, loop).Kind;
        if (kind is not (LoopEnd.Endless or LoopEnd.AsksToken) || (kind == LoopEnd.Endless && !WaysOut.Exits(loop).IsEmpty))
        {
            return false;
        }

        var facts = model.WaysOut.Of(loop);
        if (!facts.ConditionIsDeaf || facts.HearsStop || facts.Swallowed.Any(static it => it.IsOfStop))
        {
            return false;
        }

        var place = model.Places.Of(loop);
        return (place & Watched) != 0 && (place & (Place.Request | Place.Hub)) == 0 && !IsLeftToOthers(loop, facts, place, model);
    }

    private static bool IsLeftToOthers(ILoopOperation loop, LoopFacts facts, Place place, ShutdownModel model)
    {
        // The inner loop is the one that never ends.
        if (loop.Body.OwnDescendantsAndSelf().OfType<ILoopOperation>().Any(inner => model.WaysOut.Of(inner) is { Kind: LoopEnd.Endless, Exits.IsEmpty: true, HearsStop: false }))
        {
            return true;
        }

        // A program that talks to a person at the console ends when the person does.
        if (place == Place.Entry && loop.Descendants().OfType<IInvocationOperation>().Any(it => it.TargetMethod.ContainingType.IsA(model.Types["System.Console"]) && it.TargetMethod.Name.StartsWith("Read", StringComparison.Ordinal)))
        {
            return true;
        }

        // The token that only covers the start, or a source that nobody cancels, has a rule of its own.
        return facts.Kind == LoopEnd.AsksToken && (facts.Condition.Has(Signal.StartOnly) || DeadSources.AreAskedBy(loop, model));
    }
}

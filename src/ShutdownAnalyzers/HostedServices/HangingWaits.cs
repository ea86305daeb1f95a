namespace ShutdownAnalyzers.HostedServices;

/// <summary>Waits of a hosted type's stop path, without a limit, for work that nothing has ended by then.</summary>
internal static class HangingWaits
{
    public static IEnumerable<(StartedWork Work, IOperation Wait)> Of(INamedTypeSymbol type, ShutdownModel model)
    {
        // Most types have no such work: only then it matters in which order they stop.
        var order = new Lazy<StopOrder>(() => new StopOrder(type, model));
        foreach (var work in model.StartedWorks.OfStartAndBody(type).Where(it => it.Kind is WorkKind.Task or WorkKind.Thread && it.IsOpenEnded(model)))
        {
            // Work that watches the start's own token has a rule of its own.
            if (model.WorkEndings.Of(work) is { ByOthers: false, WatchesStart: false } ends)
            {
                foreach (var wait in model.StopWaits.Of(work).Where(static it => !it.IsBounded).Select(static it => it.Operation))
                {
                    if (!ends.Operations.Any(end => order.Value.MayPrecede(end, wait)))
                    {
                        yield return (work, wait);
                    }
                }
            }
        }
    }
}

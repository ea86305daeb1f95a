namespace ShutdownAnalyzers.Model;

/// <summary>What ends a piece of started work when the service stops, as far as the project's code tells.</summary>
/// <param name="Operations">Calls and writes, outside of the work and of the start, that end it or wake it so that it can look.</param>
/// <param name="ByOthers">What may end it is not to be seen: the application's lifetime, a caller, a library.</param>
/// <param name="WatchesStart">It watches the token of the start, which never fires afterwards.</param>
internal sealed record WorkEnds(ImmutableArray<IOperation> Operations, bool ByOthers, bool WatchesStart)
{
    /// <summary>Nothing ends it.</summary>
    public bool AreNone => Operations.IsEmpty && !ByOthers;
}

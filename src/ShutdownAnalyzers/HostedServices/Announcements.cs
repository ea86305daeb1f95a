namespace ShutdownAnalyzers.HostedServices;

/// <summary>Completion sources that stand for an event outside of the project, and for nothing else.</summary>
internal static class Announcements
{
    private static readonly string[] Results = ["SetResult", "TrySetResult"];

    /// <summary>
    /// The awaited task ends when such an event comes: no time, no token, no failure and no stop path ends it. A source that is told
    /// of failures too belongs to a request that is answered in one way or another.
    /// </summary>
    public static bool IsAwaitedIn(IAwaitOperation awaiting, ShutdownModel model)
        => Awaited(awaiting) is IPropertyReferenceOperation { Property: { Name: "Task", ContainingType.Name: "TaskCompletionSource" }, Instance: { } source }
        && source.ReferencedSymbol() is IFieldSymbol or ILocalSymbol
        && Uses(source, model) is { IsDefault: false } uses
        && uses.Where(static it => !IsRead(it) && !it.IsWritten()).Select(static it => it.CallOn()).ToArray() is { Length: > 0 } calls
        && calls.All(it => it is not null && Results.Contains(it.TargetMethod.Name) && OutsideEvents.Run(it, model));

    private static IOperation? Awaited(IAwaitOperation awaiting)
        => awaiting.Operation.Bare() is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } configured } ? configured.Bare() : awaiting.Operation.Bare();

    private static ImmutableArray<IOperation> Uses(IOperation source, ShutdownModel model)
        => source.ReferencedSymbol() is ILocalSymbol local ? model.Variables.NamedIn(source.Root(), local) : model.References.To(source.ReferencedSymbol()!);

    // Its task, for whoever waits.
    private static bool IsRead(IOperation use) => use.BareParent() is IPropertyReferenceOperation { Property.Name: "Task" };
}

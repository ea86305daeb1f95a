namespace ShutdownAnalyzers.Model;

/// <summary>
/// Answers "does who keeps this task stop waiting for it when the application stops?": in a variable, a field, a collection, in the
/// hands of a helper or of the callers that it is returned to.
/// </summary>
internal static class KeptTasks
{
    private const int Deepest = 5;

    /// <summary>Who waits no longer than this asks again and again whether to stop.</summary>
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(5);

    public static bool IsGivenUp(ShutdownModel model, IOperation task) => IsGivenUp(model, task, 0);

    /// <summary><c>Task.WhenAny(bell.Task, wait)</c>, and the stop path rings the bell.</summary>
    public static bool RacesABell(ShutdownModel model, IInvocationOperation race)
        => race.Arguments.SelectMany(static it => it.DescendantsAndSelf()).OfType<IPropertyReferenceOperation>()
            .Any(it => it.Property.Name == "Task" && Endings.Whole(it).ReferencedSymbol() is { } bell && model.Endings.Wakes(bell, race));

    // Whoever gets it and waits for it once with the signal asks for its end afterwards, if at all, when it has come.
    private static bool IsGivenUp(ShutdownModel model, IOperation task, int depth)
        => depth < Deepest && model.Uses.ByCaller(task) is { IsEmpty: false } usages && usages.All(usage => usage.All.Any(use => GivesUp(model, use, depth)));

    private static bool GivesUp(ShutdownModel model, Use use, int depth) => use switch
    {
        { Kind: UseKind.Member or UseKind.Passed, Operation: IInvocationOperation call } => call.TargetMethod.Name switch
        {
            "WhenAll" or "ConfigureAwait" or "AsTask" or "Unwrap" or "Preserve" => IsGivenUp(model, call, depth + 1),
            "WaitAsync" or "WhenAny" or "Wait" or "WaitAny" => HearsStop(model, call) || RacesABell(model, call) || RacesAnother(model, call) || IsShort(model, call) || IsGivenUp(model, call, depth + 1),
            "ContinueWith" => HearsStop(model, call) || IsGivenUp(model, call, depth + 1),

            // A helper of a library that is handed the task and the signal has them for this.
            _ => use.Kind == UseKind.Passed && HearsStop(model, call),
        },

        // In a tuple, with a delegate: who waits for it is not to be seen.
        { Kind: UseKind.Passed, Operation: ITupleOperation } => true,
        _ => false,
    };

    private static bool HearsStop(ShutdownModel model, IInvocationOperation call) => model.Signals.CarriedByArguments(call).HearsStop();

    // list.Add(Task.Delay(-1, signal)), new List<Task> { wait, Task.Delay(-1, signal) }: it waits for whatever is in the list.
    private static bool RacesAnother(ShutdownModel model, IInvocationOperation race)
        => race.Arguments.Any(argument => argument.Value.ReferencedSymbol() is { } list && InList(model, list, race).Any(it => HearsStop(model, it)));

    private static IEnumerable<IInvocationOperation> InList(ShutdownModel model, ISymbol list, IOperation near)
    {
        var (references, values) = list switch
        {
            ILocalSymbol local => (model.Variables.NamedIn(near.Root(), local), model.Values.Of(local, near)),
            IFieldSymbol or IPropertySymbol => (model.References.To(list), model.Values.Of(list)),
            _ => ([], []),
        };
        var added = references.IsDefault ? [] : references.Select(static it => it.CallOn()).OfType<IInvocationOperation>().Where(static it => it.TargetMethod.Name is "Add" or "Insert" or "Enqueue" or "AddRange");
        var made = values.IsDefault ? [] : values.Select(static it => it.Bare()).OfType<IObjectCreationOperation>().SelectMany(static it => it.Descendants()).OfType<IInvocationOperation>();
        return added.Concat(made);
    }

    // A look every second: Task.WhenAny(wait, Task.Delay(1000)), wait.Wait(500).
    private static bool IsShort(ShutdownModel model, IInvocationOperation call)
        => call.Arguments.SelectMany(static it => it.Value.DescendantsAndSelf()).OfType<IInvocationOperation>().Where(model.Waits.IsSleep).Append(call)
            .Any(it => Durations.Of(model.Waits.TimeOf(it), model) is { } time && time >= TimeSpan.Zero && time <= Glance);
}

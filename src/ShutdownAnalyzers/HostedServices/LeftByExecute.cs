namespace ShutdownAnalyzers.HostedServices;

/// <summary>Answers "does a stop of this service cut this work off?", of work that its <c>ExecuteAsync</c> leaves behind.</summary>
internal sealed class LeftByExecute(ShutdownModel model, INamedTypeSymbol type)
{
    public bool Is(StartedWork work) => IsItsOwn(work) && LastingWork.IsOne(work, model) && work.Kind switch
    {
        // Its token ends it, but who waits until it has ended? A foreground thread keeps the process, and has a rule of its own.
        WorkKind.Task => model.NobodyWaitsFor(work.Site),
        WorkKind.Thread => model.Uses.Of(work.Site) is var uses && uses.Assigned("IsBackground").Any(static it => it.ConstantValue is { HasValue: true, Value: true })
            && !uses.Has(UseKind.Passed) && !uses.Calls("Join"),
        WorkKind.Handler => model.WorkEndings.Of(work) is { Operations.IsEmpty: true } ends && (!ends.ByOthers || (!HasStopPath() && IsOwnSource(work.Site))),
        _ => model.WorkEndings.Of(work).AreNone,
    };

    // What another object starts it has to end itself.
    private bool IsItsOwn(StartedWork work) => model.Bodies.TypeAround(work.Site) is { } owner
        && (owner.IsStatic || type.SourceHierarchy().Any(it => it.Is(owner.OriginalDefinition)));

    // Whatever it does there: it may end the source of the events.
    private bool HasStopPath() => type.SourceHierarchy().Concat(model.SourceTypes.DerivedFrom(type))
        .SelectMany(static it => it.GetMembers().OfType<IMethodSymbol>())
        .Any(it => model.Contracts.IsStop(it) || model.Contracts.IsDispose(it));

    // An event of what the service made itself, switched on or handed to who calls it, and released nowhere.
    private bool IsOwnSource(IOperation site)
    {
        if (site is not IEventAssignmentOperation { EventReference: IEventReferenceOperation { Instance: { } publisher } }
            || publisher.Bare() is not (ILocalReferenceOperation or IFieldReferenceOperation)
            || Makers(publisher.Bare()) is not [{ } creation])
        {
            return false;
        }

        var uses = model.Uses.Of(creation);
        return !uses.Has(UseKind.Using)
            && !uses.Operations(UseKind.Member).OfType<IInvocationOperation>().Any(static it => it.TargetMethod.IsRelease())
            && (uses.Assigned("EnableRaisingEvents").Any(static it => it.ConstantValue is { HasValue: true, Value: true })
                || uses.Operations(UseKind.Passed).OfType<IInvocationOperation>().Any(static it => it.TargetMethod.Name.Contains("Consume") || it.TargetMethod.Name.Contains("Subscribe")));
    }

    private IObjectCreationOperation[] Makers(IOperation publisher)
    {
        var values = publisher is ILocalReferenceOperation local ? model.Values.Of(local.Local, local) : model.Values.Of(publisher.ReferencedSymbol()!);
        return values.IsDefault || !values.All(static it => it.Bare() is IObjectCreationOperation) ? [] : [.. values.Select(static it => (IObjectCreationOperation)it.Bare())];
    }
}

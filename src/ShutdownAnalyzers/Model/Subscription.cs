namespace ShutdownAnalyzers.Model;

/// <summary>Answers "who ends this subscription?": who unsubscribes, disposes of what it returned, closes what it was made with.</summary>
internal sealed class Subscription(ShutdownModel model, IOperation site)
{
    /// <summary>Tells each operation that ends it, and when something may that is not to be seen.</summary>
    public void Look(Action<IOperation, bool> ended, Action byOthers)
    {
        switch (site)
        {
            case IEventAssignmentOperation { EventReference: IEventReferenceOperation { Event: var raised } reference } when IsForeign(reference.Instance, raised):
                foreach (var removal in Removals(raised))
                {
                    ended(removal, true);
                }

                if (reference.Instance is { } publisher)
                {
                    LookAtPublisher(publisher, ended);
                }

                break;

            case IInvocationOperation call when call.Receiver() is { } receiver && IsForeign(receiver, call.TargetMethod):
                // What is handed the signal may take the handler off by itself.
                if ((IsReleasable(Yielded(call)) && model.Owner.Of(call).Fate != Fate.Nobody) || model.Signals.CarriedByArguments(call).HearsStop())
                {
                    byOthers();
                }

                foreach (var unsubscription in Unsubscriptions(call))
                {
                    ended(unsubscription, true);
                }

                LookAtPublisher(receiver, ended);
                break;

            default:
                byOthers();
                break;
        }
    }

    // The publisher lives on when the service stops: it was handed in. One that the service made itself goes with the service,
    // or has rules of its own; those of the runtime tell of the process, not of work.
    private bool IsForeign(IOperation? publisher, ISymbol member)
        => member is { IsStatic: true, DeclaringSyntaxReferences.Length: > 0 } || (publisher.Bare() is { } instance and not IInstanceReferenceOperation
        && !model.Frameworks.Contains(member.ContainingAssembly)
        && Root(instance) is { } root
        && (model.Values.Of(root) is not { IsDefault: false } values || values.All(static it => it.Bare() is IParameterReferenceOperation)));

    private void LookAtPublisher(IOperation publisher, Action<IOperation, bool> ended)
    {
        if (Root(publisher) is not { } root)
        {
            return;
        }

        foreach (var use in model.Uses.OfHeldBy(root, publisher).All)
        {
            switch (use)
            {
                case { Kind: UseKind.Member, Operation: IInvocationOperation { TargetMethod.Name: var name } call } when Endings.IsEnding(name) || TakesOff(name):
                    ended(call, true);
                    break;
                case { Kind: UseKind.Member, Operation: IMethodReferenceOperation { Method.Name: var name } group } when Endings.IsEnding(name) || TakesOff(name):
                    ended(group, true);
                    break;

                // A stop path hands it to code that is not to be seen.
                case { Kind: UseKind.Passed, Operation: IInvocationOperation passed }:
                    ended(passed, false);
                    break;
            }
        }
    }

    private static bool TakesOff(string name) => name.StartsWith("Unsub", StringComparison.Ordinal) || name.StartsWith("Remove", StringComparison.Ordinal) || name is "Off" or "Detach";

    private IEnumerable<IOperation> Removals(IEventSymbol raised)
        => model.References.To(raised) is { IsDefault: false } references
            ? references.Where(it => it.Parent is IEventAssignmentOperation { Adds: false } && (!raised.IsStatic || IsOfThisType(it))).Select(static it => it.Parent!)
            : [site];

    // Every type that hears a static event takes its own handlers away.
    private bool IsOfThisType(IOperation removal) => model.Bodies.TypeAround(site) is { } type && model.Bodies.TypeAround(removal) is { } other && (type.DerivesFrom(other) || other.DerivesFrom(type));

    private IEnumerable<IOperation> Unsubscriptions(IInvocationOperation call)
        => model.Bodies.TypeAround(call) is { } type
            ? type.SourceHierarchy().Concat(model.SourceTypes.DerivedFrom(type))
                .SelectMany(it => model.Bodies.OfType(it))
                .SelectMany(static it => it.DescendantsAndSelf())
                .OfType<IInvocationOperation>()
                .Where(static it => TakesOff(it.TargetMethod.Name))
            : [];

    // _redis in _redis.GetSubscriber().Subscribe(...), where that is a field, a property or a captured parameter.
    private ISymbol? Root(IOperation expression)
    {
        for (var it = expression.Bare(); it is not null;)
        {
            switch (it)
            {
                case IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field:
                    return field.Field;
                case IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } property:
                    return property.Property;
                case IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter }:
                    return parameter;
                case ILocalReferenceOperation local:
                    it = model.Values.Of(local.Local, local) is { IsDefault: false, Length: 1 } values ? values[0].Bare() : null;
                    break;
                case IMemberReferenceOperation member:
                    it = member.Instance.Bare();
                    break;
                case IInvocationOperation call:
                    it = call.Receiver();
                    break;
                case IAwaitOperation awaiting:
                    it = awaiting.Operation.Bare();
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private ITypeSymbol? Yielded(IInvocationOperation call)
        => call.Type is INamedTypeSymbol { TypeArguments: [var inner] } type && Consumption.IsDeferred(type, model.Types) ? inner : call.Type;

    private bool IsReleasable(ITypeSymbol? type) => type.DerivesFrom(model.Types.Disposable) || type.DerivesFrom(model.Types.AsyncDisposable);
}

namespace ShutdownAnalyzers.Model;

/// <summary>Answers "does something other than the wait's own token wake it when the application stops?".</summary>
internal static class Wakings
{
    public static bool Wakes(ShutdownModel model, IInvocationOperation wait) => IsEnded(model, wait) || IsWrapped(model, wait);

    // Somebody completes the queue, stops the listener, releases the semaphore.
    private static bool IsEnded(ShutdownModel model, IInvocationOperation wait)
        => Endings.Whole(wait.Receiver()) is { } source && source.ReferencedSymbol() is { } variable
        && (model.Endings.Wakes(variable, wait) || IsGivenBack(wait, variable, model) || (IsQueue(source.Type, model) && model.Wakers.ProducerCompletes(source, wait)));

    private static bool IsQueue(ITypeSymbol? type, ShutdownModel model)
        => type.DerivesFrom(model.Types["System.Threading.Channels.Channel`2"]) || type.DerivesFrom(model.Types["System.Threading.Channels.ChannelReader`1"])
        || type.IsA(model.Types["System.Collections.Concurrent.BlockingCollection`1"]);

    // A semaphore that the same code releases, or that starts with places to take, guards a section: the wait lasts as long as others are in it.
    private static bool IsGivenBack(IInvocationOperation wait, ISymbol variable, ShutdownModel model)
        => wait.TargetMethod.ContainingType.IsA(model.Types["System.Threading.SemaphoreSlim"])
        && ((wait.Root().Descendants().OfType<IInvocationOperation>().Any(it => it.TargetMethod.Name == "Release" && it.Instance.ReferencedSymbol().Is(variable)) && !StartsEmpty(variable, model)) || HasPlaces(variable, model))
        && !OnlyEventsGiveBack(variable, model);

    // What is taken here an event outside gives back, if ever; who takes it does so himself only when he has failed.
    private static bool OnlyEventsGiveBack(ISymbol semaphore, ShutdownModel model)
        => semaphore is IFieldSymbol && model.References.To(semaphore) is { IsDefault: false } references
        && references.Select(static it => it.CallOn()).OfType<IInvocationOperation>().Where(static it => it.TargetMethod.Name == "Release" && !it.Ancestors().Any(static around => around is ICatchClauseOperation)).ToArray() is { Length: > 0 } releases
        && releases.All(it => OutsideEvents.Run(it, model));

    // new SemaphoreSlim(0): nobody gets in before somebody releases it, so it tells of something.
    private static bool StartsEmpty(ISymbol semaphore, ShutdownModel model)
        => semaphore is IFieldSymbol && model.Values.Of(semaphore) is { IsDefaultOrEmpty: false } values
        && values.All(static it => it.Bare() is IObjectCreationOperation { Arguments: [{ Value.ConstantValue: { HasValue: true, Value: 0 } }, ..] });

    private static bool HasPlaces(ISymbol semaphore, ShutdownModel model)
        => semaphore is IFieldSymbol or IPropertySymbol && model.Values.Of(semaphore) is { IsDefaultOrEmpty: false } values
        && values.All(static it => it.Bare() is IObjectCreationOperation { Arguments: [{ Value.ConstantValue: not { HasValue: true, Value: 0 } }, ..] });

    // wait.WaitAsync(signal), Task.WhenAny(wait, Task.Delay(-1, signal)), Task.Run(() => wait).WaitAsync(signal).
    private static bool IsWrapped(ShutdownModel model, IInvocationOperation wait)
    {
        // The task of the wait, and those made of it, until somebody awaits them.
        var tasks = new List<IOperation>();
        for (IOperation? it = wait; it is not null; it = it.BareParent())
        {
            switch (it)
            {
                case IInvocationOperation { TargetMethod.Name: "WaitAsync" or "WhenAny" } around when it != wait && (model.Signals.CarriedByArguments(around).HearsStop() || KeptTasks.RacesABell(model, around)):
                    return true;
                case IInvocationOperation call when Consumption.IsDeferred(call.Type, model.Types):
                    tasks.Add(call);
                    break;
                case IAwaitOperation when !AreGivenUp(model, tasks):
                    tasks.Clear();
                    break;
                case IAwaitOperation or IAssignmentOperation or IVariableInitializerOperation or ILoopOperation or IConditionalOperation:
                case IExpressionStatementOperation or IReturnOperation when it.Parent is not IBlockOperation { Parent: IAnonymousFunctionOperation }:
                    return AreGivenUp(model, tasks);
            }
        }

        return false;
    }

    private static bool AreGivenUp(ShutdownModel model, List<IOperation> tasks) => tasks.Exists(it => KeptTasks.IsGivenUp(model, it));
}

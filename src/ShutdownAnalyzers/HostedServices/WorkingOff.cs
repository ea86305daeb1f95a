namespace ShutdownAnalyzers.HostedServices;

/// <summary>
/// What a stop method has to work off: the rest of a queue, one after the other, and the peers that are still there, one after the
/// other or all at once. How many there are nobody knows, and how long each takes others decide.
/// </summary>
/// <param name="model">The project.</param>
/// <param name="takesAsLongAsItTakes">The call waits for others and can be told no limit.</param>
internal sealed class WorkingOff(ShutdownModel model, Func<IInvocationOperation, bool> takesAsLongAsItTakes)
{
    private static readonly HashSet<string> Takes = ["TryDequeue", "TryRead", "TryTake", "TryPop"];

    /// <summary>Where the step is such work, what is waited for: a loop that asks for more itself, else the call for each peer.</summary>
    public Step? At(ImmutableArray<Step> steps, int index) => steps[index].Operation switch
    {
        ILoopOperation loop when (IsOfQueue(loop) || IsOfPeers(loop)) && !IsLimited(loop) => Among(steps, index, it => IsRound(it, loop)) is { } round ? loop is IForEachLoopOperation ? round : steps[index] : null,
        IInvocationOperation all when HandedToEach(all) is { } each => Among(steps, index, it => IsOfElement(it, each)),
        _ => null,
    };

    private Step? Among(ImmutableArray<Step> steps, int index, Func<IInvocationOperation, bool> isRound)
    {
        for (var i = steps[index].First; i < index; i++)
        {
            if (!steps[i].IsDetached && steps[i].Operation is IInvocationOperation call && isRound(call) && takesAsLongAsItTakes(call))
            {
                return steps[i];
            }
        }

        return null;
    }

    // await Task.WhenAll(_peers.Values.Select(peer => ...)): the function for each of them.
    private IMethodSymbol? HandedToEach(IInvocationOperation all)
        => all.TargetMethod is { Name: "WhenAll", ContainingType: var type } && type.IsA(model.Types.Task) && all.Surfaces(model.Types)
            && all.Arguments is [{ Value: var tasks }] && Copied(tasks) is IInvocationOperation { TargetMethod: { Name: "Select", ContainingType.Name: "Enumerable" } } select
            && select.Receiver() is { } peers && IsOfPeers(peers, 0)
            ? select.Arguments[select.Arguments.Length - 1].Value.Bare() switch
            {
                IAnonymousFunctionOperation lambda => lambda.Symbol,
                IMethodReferenceOperation group => group.Method,
                _ => null,
            }
            : null;

    private static IOperation? Copied(IOperation collection) => collection.Bare() switch
    {
        IInvocationOperation { TargetMethod.Name: "ToArray" or "ToList" or "Where" } copy => copy.Receiver(),
        var whole => whole,
    };

    // peer.LeaveAsync(), pair.Value.LeaveAsync()
    private static bool IsOfElement(IInvocationOperation call, IMethodSymbol each)
        => !call.TargetMethod.IsRelease()
        && (call.Receiver() is IPropertyReferenceOperation { Property: { Name: "Value", ContainingType.Name: "KeyValuePair" }, Instance: { } pair } ? pair.Bare() : call.Receiver()) is IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol function }
        && function.Is(each);

    // while (_queue.TryDequeue(out var item)), while (_items.Count > 0), await foreach (var item in _channel.Reader.ReadAllAsync())
    private static bool IsOfQueue(ILoopOperation loop) => loop is IForEachLoopOperation { IsAsynchronous: true } each
        ? each.Collection.Bare() is IInvocationOperation { TargetMethod: { Name: "ReadAllAsync", ContainingType.Name: "ChannelReader" } }
        : UnlimitedWait.ConditionOf(loop).Bare() switch
        {
            IInvocationOperation { Instance: { } queue } call => Takes.Contains(call.TargetMethod.Name) && IsShared(queue),
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } => operand.Bare() is IPropertyReferenceOperation { Property.Name: "IsEmpty", Instance: { } queue } && IsShared(queue),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.GreaterThan, RightOperand.ConstantValue: { HasValue: true, Value: 0 } } comparison
                => comparison.LeftOperand.Bare() is IPropertyReferenceOperation { Property.Name: "Count", Instance: { } queue } && IsShared(queue),
            _ => false,
        };

    // foreach (var peer in _peers.Values): they come and go while the service runs.
    private bool IsOfPeers(ILoopOperation loop) => loop is IForEachLoopOperation { IsAsynchronous: false } each && IsOfPeers(each.Collection, 0);

    private bool IsOfPeers(IOperation collection, int depth) => collection.Bare() switch
    {
        IPropertyReferenceOperation { Property: { Name: "Values", DeclaringSyntaxReferences.Length: 0 }, Instance: { } whole } => IsOfPeers(whole, depth),
        IInvocationOperation { TargetMethod.Name: "ToArray" or "ToList" or "Where" } copy => copy.Receiver() is { } whole && IsOfPeers(whole, depth),
        IPropertyReferenceOperation { Property.GetMethod: { } getter } when depth < 2 && model.Bodies.Of(getter) is { } body
            => Values.Returned(body).ToArray() is [var returned] && IsOfPeers(returned, depth + 1),
        IFieldReferenceOperation { Field.Type: var type } => type.ContainingNamespace?.ToDisplayString() == "System.Collections.Concurrent" || type.Name == "Dictionary",
        _ => false,
    };

    // What one object of the type puts in another may work off.
    private static bool IsShared(IOperation queue) => queue.Bare() switch
    {
        IFieldReferenceOperation or IParameterReferenceOperation => true,
        IPropertyReferenceOperation { Property.Name: "Reader", Instance: { } channel } => IsShared(channel),
        IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } => true,
        _ => false,
    };

    // To let go of each is the business of its type. Of a collection each element is talked to itself.
    private static bool IsRound(IInvocationOperation call, ILoopOperation loop)
        => !call.TargetMethod.IsRelease()
        && (loop is not IForEachLoopOperation { IsAsynchronous: false } || (call.Receiver() is ILocalReferenceOperation { Local: var element } && loop.Locals.Contains(element, SymbolEqualityComparer.Default)));

    // Who leaves the loop for any other reason than a failure may have looked at a clock.
    private bool IsLimited(ILoopOperation loop)
        => WaysOut.Exits(loop).Any(it => !it.Ancestors().TakeWhile(up => up != loop).Any(static up => up is ICatchClauseOperation)) || model.LoopBounds.IsLimited(loop);
}

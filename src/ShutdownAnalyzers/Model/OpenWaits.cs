namespace ShutdownAnalyzers.Model;

/// <summary>
/// Answers "does this wait last until something happens that need never happen?", and what its tokens hear. A wait with a
/// time-out does not, nor one that its own request, a reply or the start of the application ends.
/// </summary>
internal sealed class OpenWaits(ShutdownModel model)
{
    /// <summary>The names of all calls, and of the property, that may be open waits.</summary>
    public static readonly HashSet<string> Names =
    [
        "Task", "WhenAny", "Delay", "Sleep", "ReadAsync", "WaitToReadAsync", "ReadAllAsync", "Take", "GetConsumingEnumerable", "Wait", "WaitAsync", "WaitOne",
    ];

    private const int Deepest = 6;

    /// <summary>The tokens of an open wait; <see langword="null"/> where the expression is none, or where that cannot be told.</summary>
    public Signal? Of(IOperation? awaited) => Of(awaited, Frame.Outermost, 0);

    private Signal? Of(IOperation? awaited, Frame frame, int depth)
    {
        if (depth > Deepest)
        {
            return null;
        }

        switch (awaited.Bare())
        {
            case IAwaitOperation inner:
                return Of(inner.Operation, frame, depth + 1);
            case IInvocationOperation call:
                return OfCall(call, frame, depth);
            case IPropertyReferenceOperation { Property.Name: "Task", Instance: { } source } when IsCompletionSource(source.Type):
                return model.Wakers.OnlyEventsComplete(source) ? Signal.None : null;
            case IPropertyReferenceOperation { Property: { IsVirtual: false, IsAbstract: false, GetMethod: { } getter } } when model.Bodies.Of(getter) is { } body:
                return OfAll(Values.Returned(body), frame, depth);
            case ILocalReferenceOperation local when IsTask(local.Type):
                return OfAll(model.Values.Of(local.Local, local), frame, depth);
            case IParameterReferenceOperation parameter when frame.Argument(parameter.Parameter) is { } argument:
                return Of(argument.Value, argument.In, depth + 1);
            case IParameterReferenceOperation parameter when IsTask(parameter.Type):
                return OfAll(model.Values.OfParameter(parameter.Parameter), Frame.Outermost, depth);
            default:
                return null;
        }
    }

    // Every value it may be is an open wait.
    private Signal? OfAll(IEnumerable<IOperation> values, Frame frame, int depth)
    {
        if (values is ImmutableArray<IOperation> { IsDefault: true })
        {
            return null;
        }

        Signal? signal = null;
        foreach (var value in values)
        {
            if (Of(value, frame, depth + 1) is not { } one)
            {
                return null;
            }

            signal = (signal ?? Signal.None) | one;
        }

        return signal;
    }

    private Signal? OfCall(IInvocationOperation call, Frame frame, int depth)
    {
        var (name, type) = (call.TargetMethod.Name, call.TargetMethod.ContainingType);
        if (name is "ConfigureAwait" or "AsTask" or "WithCancellation" or "WaitAsync" && call.Receiver() is { } inner && !type.IsA(model.Types["System.Threading.SemaphoreSlim"]))
        {
            return IsTimed(call) || Of(inner, frame, depth + 1) is not { } signal ? null : signal | Tokens(call, frame);
        }

        if (type.IsA(model.Types.Task) && name == "WhenAny")
        {
            return OfAll(Tasks(call), frame, depth);
        }

        if (call.TargetMethod.DeclaringSyntaxReferences.Length > 0)
        {
            // What an async method awaits is looked at in that method.
            return IsTask(call.Type) && Called(call) is { IsAsync: false } function && model.Bodies.Of(function) is { } body
                && frame.Enter(body, call.Arguments.Select(it => (function.Parameters[it.Parameter!.Ordinal], it.Value)), frame) is { } inside
                    ? OfAll(Values.Returned(body), inside, depth)
                    : null;
        }

        return IsOpen(call, frame) ? Tokens(call, frame) : null;
    }

    // The method itself, or the only one behind the interface.
    private IMethodSymbol? Called(IInvocationOperation call)
        => call.TargetMethod.OriginalDefinition is { IsAbstract: false } own ? own
            : model.Callees.MethodsOf(call.TargetMethod).Where(static it => !it.IsAbstract).Take(2).ToArray() is [var only] ? only.OriginalDefinition
            : null;

    private bool IsOpen(IInvocationOperation call, Frame frame)
    {
        var (name, type, receiver) = (call.TargetMethod.Name, call.TargetMethod.ContainingType, call.Receiver());
        if (model.Waits.IsSleep(call))
        {
            return Durations.Of(model.Waits.TimeOf(call), model) == Timeout.InfiniteTimeSpan;
        }

        if (IsTimed(call) || receiver is null)
        {
            return false;
        }

        if (receiver is IParameterReferenceOperation parameter && frame.Argument(parameter.Parameter) is { } argument)
        {
            receiver = argument.Value;
        }

        return (type.IsA(model.Types["System.Threading.Channels.ChannelReader`1"]) && name is "ReadAsync" or "WaitToReadAsync" or "ReadAllAsync" && model.Wakers.NobodyCompletes(receiver, call))
            || (type.IsA(model.Types["System.Collections.Concurrent.BlockingCollection`1"]) && name is "Take" or "GetConsumingEnumerable" && model.Wakers.NobodyCompletes(receiver, call))
            || (type.IsA(model.Types["System.Threading.SemaphoreSlim"]) && name is "Wait" or "WaitAsync" && model.Wakers.IsEvent(receiver, call))
            || (name == "WaitOne" && receiver is IPropertyReferenceOperation { Property.Name: "WaitHandle", Instance.Type: var token } && model.Signals.IsToken(token));
    }

    private Signal Tokens(IInvocationOperation call, Frame frame)
    {
        var signal = call.Receiver() is IPropertyReferenceOperation { Property.Name: "WaitHandle", Instance: { } token } ? model.Signals.Of(token, frame) : Signal.None;
        foreach (var argument in call.Arguments)
        {
            signal |= model.Signals.IsToken(argument.Parameter?.Type) ? model.Signals.Of(argument.Value, frame) : Signal.None;
        }

        return signal;
    }

    private bool IsTimed(IInvocationOperation call) => model.Waits.TimeOf(call) is { } time && Durations.Of(time, model) != Timeout.InfiniteTimeSpan;

    private static IEnumerable<IOperation> Tasks(IInvocationOperation whenAny) => whenAny.Arguments.SelectMany(static it => it.Value.Bare() switch
    {
        IArrayCreationOperation { Initializer: { } items } => items.ElementValues,
        ICollectionExpressionOperation items => items.Elements,
        { } single => [single],
        null => [],
    });

    private bool IsCompletionSource(ITypeSymbol? type)
        => type.IsA(model.Types["System.Threading.Tasks.TaskCompletionSource"]) || type.IsA(model.Types["System.Threading.Tasks.TaskCompletionSource`1"]);

    private bool IsTask(ITypeSymbol? type)
        => type.IsA(model.Types.Task) || type.IsA(model.Types.TaskOfT) || type.IsA(model.Types.ValueTask) || type.IsA(model.Types.ValueTaskOfT);
}

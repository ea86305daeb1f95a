namespace ShutdownAnalyzers.HostedServices;

/// <summary>Answers "does this <c>ExecuteAsync</c> return soon after it has done this?", instead of staying until the service stops.</summary>
internal sealed class EarlyEnd
{
    // What others do, by its name: it stays, or it prepares something and comes back.
    private static readonly string[] Staying =
        ["Run", "Wait", "Listen", "Consume", "Process", "Execute", "Receive", "Read", "Poll", "Watch", "Monitor", "Serve", "Loop", "Stay", "Keep", "When", "Follow", "Drain", "Work"];

    private static readonly string[] Preparing =
        ["Start", "Subscribe", "Connect", "Open", "Join", "Register", "Begin", "Declare", "Bind", "Create", "Publish", "Send", "Write", "Save", "Set", "Add", "Init", "Ensure", "Configure", "Basic", "Queue", "Exchange", "Enable", "Flush", "Load", "Get"];

    private readonly ShutdownModel model;
    private readonly ImmutableArray<Step> steps;
    private readonly bool mayReturnItsWork;

    public EarlyEnd(IMethodSymbol execute, ShutdownModel model)
    {
        this.model = model;
        steps = model.Steps.Of(execute);
        mayReturnItsWork = !execute.IsAsync && model.Bodies.Of(execute) is { } body && !Values.Returned(body).All(it => it.IsCompletedTask(model.Types));
    }

    /// <summary>A loop of the method itself keeps it, and nothing stands behind that but log lines: whatever it starts, it stays with it.</summary>
    public static bool IsPutOff(IMethodSymbol execute, ShutdownModel model)
        => model.Bodies.Of(execute) is { } body
        && body.OwnDescendantsAndSelf().ToList() is var code
        && code.OfType<ILoopOperation>().FirstOrDefault(loop => OpenEndedLoops.Contains(loop, model) || loop is IForEachLoopOperation { IsAsynchronous: true }) is { } stays
        && !code.Any(it => it.Syntax.SpanStart >= stays.Syntax.Span.End
            && (it is IObjectCreationOperation or IEventAssignmentOperation || (it is IInvocationOperation call && !call.TargetMethod.Name.StartsWith("Log", StringComparison.Ordinal))));

    /// <summary>Nothing behind the start of the work keeps the method from returning.</summary>
    public bool Follows(StartedWork work)
        => !mayReturnItsWork
        && !steps.SkipWhile(it => it.Operation != work.Site).Skip(1).Where(static it => !it.IsDetached).Any(it => MayStay(it.Operation));

    private bool MayStay(IOperation operation) => operation switch
    {
        ILoopOperation loop => OpenEndedLoops.Contains(loop, model) || loop is IForEachLoopOperation { IsAsynchronous: true },
        IAwaitOperation awaiting => IsLongAwait(awaiting.Operation.Bare()),
        IInvocationOperation call when !Consumption.IsDeferred(call.Type, model.Types) => IsLongCall(call),
        _ => false,
    };

    private bool IsLongAwait(IOperation? awaited)
    {
        while (awaited is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" } wrapper && wrapper.Receiver() is { } inner)
        {
            awaited = inner;
        }

        if (awaited is not IInvocationOperation { TargetMethod: { Name: var name } method } call)
        {
            return !awaited.IsCompletedTask(model.Types) && awaited?.Type?.Name != "YieldAwaitable";
        }

        if (model.Waits.IsSleep(call))
        {
            return Durations.Of(model.Waits.TimeOf(call), model) is not { } time || time == Timeout.InfiniteTimeSpan;
        }

        // SubscribeAsync(handler) of the project's own may be the loop that calls it: what comes behind it, or again, tells that it is not.
        if (Subscriptions.IsOfInterface(call) && call.Type is INamedTypeSymbol { IsGenericType: false } && IsLast(call))
        {
            return true;
        }

        // What source shows has been looked into; who is asked for a value answers.
        return model.Bodies.Of(method) is null && method.Name != "Yield"
            && (Staying.Any(it => name.StartsWith(it, StringComparison.Ordinal))
                || !(call.Type is INamedTypeSymbol { IsGenericType: true } || Preparing.Any(it => name.StartsWith(it, StringComparison.Ordinal))));
    }

    private static bool IsLast(IOperation call)
        => !call.IsInLoop()
        && call.Ancestors().TakeWhile(static it => it is not (IAnonymousFunctionOperation or ILocalFunctionOperation)).OfType<IBlockOperation>()
            .All(block => block.Operations.SkipWhile(it => !it.Syntax.Span.Contains(call.Syntax.Span)).Skip(1).All(static it => it is IReturnOperation || it.IsImplicit));

    private bool IsLongCall(IInvocationOperation call)
        => model.Bodies.Of(call.TargetMethod) is null
        && (model.Waits.Contains(call) || model.DeafWaits.Contains(call) || Blocking.IsEndlessWait(call.TargetMethod))
        && !(model.Waits.TimeOf(call) is { } time && Durations.Of(time, model) is { } known && known != Timeout.InfiniteTimeSpan)
        && !model.Handovers.Starts(call.TargetMethod);
}

namespace ShutdownAnalyzers.HostedServices;

/// <summary>What a stop method waits for without a limit: calls that could be told its deadline, and the draining of its own queues.</summary>
internal sealed class UnlimitedWait(INamedTypeSymbol type, ShutdownModel model)
{
    // Of the frameworks' own, these wait for something outside and have no time-out that fits into a shutdown. The rest is short.
    private static readonly string[] Slow =
    [
        "System.Net.Http.HttpMessageInvoker", "System.Net.WebSockets.WebSocket", "System.Net.Sockets.Socket", "System.Net.Sockets.TcpClient", "System.Net.Sockets.UdpClient",
        "System.Net.Sockets.NetworkStream", "System.Net.Security.SslStream", "System.Net.Mail.SmtpClient", "System.Data.Common.DbConnection", "System.Data.Common.DbCommand",
        "System.Data.Common.DbTransaction", "System.Diagnostics.Process", "Microsoft.EntityFrameworkCore.DbContext", "Microsoft.Extensions.Hosting.IHost",
        "Microsoft.AspNetCore.SignalR.Client.HubConnection",
    ];

    private static readonly string[] WaitingWords = ["Wait", "When", "Drain"];

    /// <summary>The method's own expressions that wait so, each with the call or task that is waited for.</summary>
    public IEnumerable<(IOperation Outer, IOperation Waited)> In(IMethodSymbol stopMethod)
    {
        var steps = model.Steps.Of(stopMethod);
        var drains = Drains();
        var rest = new WorkingOff(model, IsDeafOutside);
        for (var i = steps.Length - 1; i >= 0; i--)
        {
            var step = steps[i];
            if (IsLimit(step.Operation) || IsStopOfAnother(step))
            {
                i = step.First;
            }
            else if (!step.IsDetached && (drains.Any(it => it.Syntax == step.Operation.Syntax && it.Kind == step.Operation.Kind) || IsUnlimited(step.Operation, steps, i)))
            {
                yield return (step.Outer, step.Operation);
            }
            else if (!step.IsDetached && rest.At(steps, i) is { } wait && !IsLimitedInside(steps, i))
            {
                yield return (wait.Outer, wait.Operation);
            }
        }
    }

    private bool IsLimitedInside(ImmutableArray<Step> steps, int index)
        => ImmutableArray.Create(steps, steps[index].First, index - steps[index].First).Any(it => IsLimit(it.Operation) || Heard(it.Operation, it.Frame));

    // Of others' code, which waits for something and can be told of no limit.
    private bool IsDeafOutside(IInvocationOperation call)
        => model.Types.IsTask(call.Type)
        && call.Surfaces(model.Types)
        && IsSlow(call)
        && !model.Callees.Of(call.TargetMethod).Any()
        && !TakesToken(call.TargetMethod) && !LacksToken(call) && !HasTimeout(call);

    private bool IsUnlimited(IOperation operation, ImmutableArray<Step> steps, int index) => operation switch
    {
        IInvocationOperation call => IsUnlimited(call, steps, index),
        ILoopOperation loop => IsPoll(loop, steps[index].Frame),
        _ => false,
    };

    // while (queue.IsRunning) { await Task.Delay(50); }: nothing in it counts, or looks at a clock or a token.
    private bool IsPoll(ILoopOperation loop, Frame frame)
        => ConditionOf(loop) is { ConstantValue.HasValue: false } condition
        && !condition.DescendantsAndSelf().Any(static it => it is IIncrementOrDecrementOperation
            || (it is IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual } comparison && !AsksWhetherSomeAreLeft(comparison)))
        && !loop.Descendants().Any(it => Heard(it, frame))
        && OpenEndedLoops.Polls(loop, model)
        && !loop.Body.OwnDescendantsAndSelf().Any(static it => it is IBranchOperation or IReturnOperation or IThrowOperation or IIncrementOrDecrementOperation);

    /// <summary>What the loop asks in each round.</summary>
    public static IOperation? ConditionOf(ILoopOperation loop) => loop switch
    {
        IWhileLoopOperation @while => @while.Condition,
        IForLoopOperation @for => @for.Condition,
        _ => null,
    };

    // A token of the helper's own, with a time: the stop method's is asked for before.
    private bool Heard(IOperation part, Frame frame)
        => part is IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" }
        || (model.Signals.IsToken(part.Type) && part is not IDefaultValueOperation && model.Signals.Of(part, frame) != Signal.Never);

    // tracker.InFlight > 0: of something that others count, and no clock.
    private static bool AsksWhetherSomeAreLeft(IBinaryOperation comparison)
        => comparison is { OperatorKind: BinaryOperatorKind.GreaterThan, RightOperand.ConstantValue: { HasValue: true, Value: 0 or 0L } } or { OperatorKind: BinaryOperatorKind.GreaterThanOrEqual, RightOperand.ConstantValue: { HasValue: true, Value: 1 or 1L } }
        && comparison.LeftOperand.Bare() is IPropertyReferenceOperation or IFieldReferenceOperation or IInvocationOperation { TargetMethod: { Name: "Read", ContainingType.Name: "Volatile" or "Interlocked" } or { Name: "Count" } };

    // Waits for tasks and threads that work off what is queued, however much that is: their input is closed, they are not cancelled.
    private ImmutableArray<IOperation> Drains()
    {
        var hanging = HangingWaits.Of(type, model).Select(static it => it.Wait.Syntax).ToImmutableHashSet();
        return
        [
            .. model.StartedWorks.OfStartAndBody(type)
                .Where(it => it.Kind is WorkKind.Task or WorkKind.Thread && it.IsOpenEnded(model))
                .Where(it => model.WorkEndings.Of(it) is { ByOthers: false, Operations: { IsEmpty: false } ends } && ends.All(static end => end is IInvocationOperation { TargetMethod.Name: "Complete" or "TryComplete" or "CompleteAdding" }))
                .SelectMany(it => model.StopWaits.Of(it))
                .Where(it => !it.IsBounded && !hanging.Contains(it.Operation.Syntax))
                .Select(static it => it.Operation),
        ];
    }

    private bool IsUnlimited(IInvocationOperation call, ImmutableArray<Step> steps, int index)
        => model.Types.IsTask(call.Type)
        && call.Surfaces(model.Types)
        && !call.TargetMethod.Name.StartsWith("Dispose", StringComparison.Ordinal)
        && !HasTimeout(call)
        && IsSlow(call)
        && ((LacksToken(call) && WouldHear(call, steps, index)) || (WaitingWords.Any(it => call.TargetMethod.Name.StartsWith(it, StringComparison.Ordinal)) && !TakesToken(call.TargetMethod) && !model.Callees.Of(call.TargetMethod).Any()));

    private bool IsSlow(IInvocationOperation call)
        => !model.Frameworks.Contains(call.TargetMethod.ContainingAssembly)
        || Slow.Any(it => (call.Receiver()?.Type ?? call.TargetMethod.ContainingType).DerivesFrom(model.Types[it]));

    // It has a token that is left out, or an overload with one. Who writes None has thought about it.
    private bool LacksToken(IInvocationOperation call)
        => call.Arguments.Any(it => it.ArgumentKind == ArgumentKind.DefaultValue && model.Signals.IsToken(it.Parameter?.Type))
        || (!TakesToken(call.TargetMethod) && call.TargetMethod.ContainingType.GetMembers(call.TargetMethod.Name).OfType<IMethodSymbol>().Any(it => IsSameWithToken(it, call.TargetMethod.OriginalDefinition)));

    // The project's own code does something with its token that takes long; a method that writes a file does not.
    private bool WouldHear(IInvocationOperation call, ImmutableArray<Step> steps, int index)
        => !model.Callees.Of(call.TargetMethod).Any()
        || ImmutableArray.Create(steps, steps[index].First, index - steps[index].First).Any(it => it.Operation is IInvocationOperation inner
            && (IsSlow(inner) || model.Waits.Contains(inner))
            && inner.Arguments.Any(argument => model.Signals.IsToken(argument.Parameter?.Type) && argument.Value.Bare() is IParameterReferenceOperation));

    private bool IsSameWithToken(IMethodSymbol overload, IMethodSymbol method)
        => overload.OriginalDefinition is var other
        && other.Parameters.Length == method.Parameters.Length + 1
        && other.Arity == method.Arity
        && other.IsStatic == method.IsStatic
        && model.Types.IsTask(other.ReturnType)
        && model.Signals.IsToken(other.Parameters[other.Parameters.Length - 1].Type)
        && method.Parameters.Zip(other.Parameters, static (left, right) => left.Type.Is(right.Type)).All(static it => it);

    private bool TakesToken(IMethodSymbol method) => method.Parameters.Any(it => model.Signals.IsToken(it.Type));

    private bool HasTimeout(IInvocationOperation call) => call.Arguments.Any(it => it.Parameter?.Type.IsA(model.Types["System.TimeSpan"]) == true
        || it.Parameter?.Name.IndexOf("timeout", StringComparison.OrdinalIgnoreCase) >= 0);

    // What is waited for inside is given up some time.
    private bool IsLimit(IOperation operation) => operation is IInvocationOperation { TargetMethod: { Name: var name, ContainingType: var owner } } call
        && ((name == "WhenAny" && owner.IsA(model.Types.Task)) || (name is "WaitAsync" or "Wait" or "Join" or "WaitAny" && call.Arguments.Length > (call.TargetMethod.IsExtensionMethod || name == "WaitAny" ? 1 : 0)));

    // The base's, or another service's, which is told of its own.
    private bool IsStopOfAnother(Step step) => step.Operation is IInvocationOperation call && model.Contracts.IsStop(call.TargetMethod) && model.Bodies.Of(call.TargetMethod) is not null;
}

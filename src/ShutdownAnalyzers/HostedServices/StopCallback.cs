namespace ShutdownAnalyzers.HostedServices;

/// <summary>What is wrong with a callback on the stop signal.</summary>
internal enum CallbackFault
{
    /// <summary>It waits without a limit.</summary>
    Blocks,

    /// <summary>It throws.</summary>
    Throws,
}

/// <summary>
/// A callback that a hosted service registers on its stop signal. The cancellation runs it inline, on the thread that stops the
/// host. Callbacks on the application's lifetime run elsewhere, their exceptions are logged: other rules look at them.
/// </summary>
internal sealed class StopCallback(IInvocationOperation registration, ShutdownModel model)
{
    public CallbackFault? Fault
    {
        get
        {
            if (!(registration.TargetMethod is { Name: "Register" or "UnsafeRegister" } method && method.ContainingType.IsA(model.Types.CancellationToken))
                || registration.Instance is not { } token || !IsOfService(token))
            {
                return null;
            }

            var callbacks = model.Callees.OfDelegate(registration.Arguments[0].Value);
            return callbacks.Select(FaultOf).FirstOrDefault(static it => it is not null);
        }
    }

    // The token of ExecuteAsync, or of a source that the type cancels when it stops; not one that may be another's too.
    private bool IsOfService(IOperation token)
        => model.Bodies.TypeAround(registration) is { } type && model.Contracts.IsHosted(type)
        && !(token.Bare() is IPropertyReferenceOperation property && model.Tokens.Of(property.Property) is not null)
        && model.Signals.Of(token) == Signal.Stop;

    private CallbackFault? FaultOf(IOperation callback)
    {
        // What is async returns at its first wait, which is another rule's affair.
        if (model.Bodies.FunctionOf(callback) is not { IsAsync: false })
        {
            return null;
        }

        var steps = model.Steps.Of(callback);
        var guards = new Guards(steps, model);
        for (var i = 0; i < steps.Length; i++)
        {
            switch (steps[i])
            {
                case { IsDetached: false, Operation: IThrowOperation { Exception: { } exception } } when !guards.Catch(i, exception.Bare().Type) && !exception.Bare().Type.DerivesFrom(model.Types["System.ObjectDisposedException"]):
                    return CallbackFault.Throws;
                case { IsDetached: false, Operation: var operation } when Blocks(operation):
                    return CallbackFault.Blocks;
            }
        }

        return null;
    }

    private bool Blocks(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { Name: "Wait", Parameters.IsEmpty: true, ContainingType: var owner } } => owner.DerivesFrom(model.Types.Task),
        IInvocationOperation { TargetMethod: { Name: "GetResult", ContainingType: var awaiter }, Instance: IInvocationOperation { TargetMethod.Name: "GetAwaiter", Instance: var awaited } } => awaiter is not null && model.Types.IsTask(Task(awaited)?.Type),
        IPropertyReferenceOperation { Property: { Name: "Result", ContainingType: var owner } } => owner.DerivesFrom(model.Types.Task),
        IInvocationOperation { TargetMethod: { Name: "Join", Parameters.IsEmpty: true, ContainingType: var owner } } => owner.IsA(model.Types["System.Threading.Thread"]),
        IInvocationOperation { TargetMethod: { Name: "WaitOne", Parameters.IsEmpty: true, ContainingType: var owner } } => owner.DerivesFrom(model.Types["System.Threading.WaitHandle"]),
        _ => false,
    };

    // task in task.ConfigureAwait(false).GetAwaiter()
    private static IOperation? Task(IOperation? awaited)
        => awaited.Bare() is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } task } ? task : awaited.Bare();
}

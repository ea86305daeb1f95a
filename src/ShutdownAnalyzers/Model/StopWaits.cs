namespace ShutdownAnalyzers.Model;

/// <summary>A place in a stop path that waits for a task or thread.</summary>
/// <param name="Operation">The await, the call that waits, the return of the task.</param>
/// <param name="IsBounded">It gives up some time.</param>
internal readonly record struct StopWait(IOperation Operation, bool IsBounded);

/// <summary>Answers "where does a stop path wait for this work?".</summary>
internal sealed class StopWaits(ShutdownModel model)
{
    private const int Deepest = 8;

    public ImmutableArray<StopWait> Of(StartedWork work) => Of(work.Site);

    public ImmutableArray<StopWait> Of(IOperation taskOrThread)
    {
        var waits = ImmutableArray.CreateBuilder<StopWait>();
        Collect(taskOrThread, waits, 0);
        return waits.ToImmutable();
    }

    private void Collect(IOperation value, ImmutableArray<StopWait>.Builder waits, int depth)
    {
        if (depth > Deepest)
        {
            return;
        }

        foreach (var use in model.Uses.Of(value).All)
        {
            switch (use)
            {
                case { Kind: UseKind.Member, Operation: IInvocationOperation call }:
                    Member(call, waits, depth);
                    break;
                case { Kind: UseKind.Passed, Operation: IInvocationOperation call }:
                    Passed(call, waits, depth);
                    break;
                case { Kind: UseKind.Awaited or UseKind.Using } or { Kind: UseKind.Member, Operation: IPropertyReferenceOperation { Property.Name: "Result" } }:
                    Add(use.Operation, isBounded: false);
                    break;

                // The host waits for what StopAsync returns; what a helper returns its callers may wait for or not.
                case { Kind: UseKind.Returned }:
                    var function = model.Bodies.FunctionAround(use.Operation);
                    var isStop = function is not null && model.Contracts.IsStop(function);
                    Add(use.Operation, isBounded: !isStop);
                    foreach (var call in isStop ? [] : CallsOf(function))
                    {
                        Collect(call, waits, depth + 1);
                    }

                    break;
            }
        }

        void Add(IOperation operation, bool isBounded)
        {
            if (model.Endings.RunsAtStop(operation))
            {
                waits.Add(new StopWait(operation, isBounded));
            }
        }
    }

    private IEnumerable<IOperation> CallsOf(IMethodSymbol? helper)
        => helper is null || model.References.To(helper.AssociatedSymbol ?? helper) is not { IsDefault: false } calls
            ? []
            : calls.Where(static it => it is IInvocationOperation or IPropertyReferenceOperation);

    private void Member(IInvocationOperation call, ImmutableArray<StopWait>.Builder waits, int depth)
    {
        var isBounded = call.Arguments.Any(it => it.ArgumentKind == ArgumentKind.Explicit && Bounds(it.Value));
        switch (call.TargetMethod.Name)
        {
            case "Wait" or "Join" or "GetAwaiter" or "WaitAsync" when !(call.TargetMethod.Name == "WaitAsync" && !isBounded):
                if (model.Endings.RunsAtStop(call))
                {
                    waits.Add(new StopWait(call, isBounded));
                }

                break;
            default:
                if (Consumption.IsDeferred(call.Type, model.Types))
                {
                    Collect(call, waits, depth + 1);
                }

                break;
        }
    }

    private void Passed(IInvocationOperation call, ImmutableArray<StopWait>.Builder waits, int depth)
    {
        var isTask = call.TargetMethod.ContainingType.DerivesFrom(model.Types.Task);
        if (isTask && call.TargetMethod.Name is "WhenAll" or "WhenEach")
        {
            Collect(call, waits, depth + 1);
        }
        else if (model.Endings.RunsAtStop(call))
        {
            // WhenAny gives up on the others; what else gets the task may wait for it, in its own way.
            waits.Add(new StopWait(call, IsBounded: !(isTask && call.TargetMethod.Name == "WaitAll" && call.Arguments.Length == 1)));
        }
        else if (Consumption.IsDeferred(call.Type, model.Types))
        {
            Collect(call, waits, depth + 1);
        }
    }

    // A time or a token; neither an infinite one nor one that never fires.
    private bool Bounds(IOperation value)
        => model.Signals.IsToken(value.Type) ? model.Signals.Of(value) != Signal.Never : Durations.Of(value, model) != Timeout.InfiniteTimeSpan;
}

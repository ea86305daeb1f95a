namespace ShutdownAnalyzers.Model;

/// <summary>A helper's catch that answers "false", and a caller's loop that ends by that answer.</summary>
internal static class FailureEndsCallersLoop
{
    public static ILoopOperation? From(ICatchClauseOperation clause, ShutdownModel model)
    {
        if (!clause.Handler.OwnDescendantsAndSelf().OfType<IReturnOperation>().Any(static it => it.ReturnedValue is { ConstantValue: { HasValue: true, Value: false } })
            || model.Bodies.FunctionAround(clause) is not { MethodKind: not MethodKind.AnonymousFunction } helper)
        {
            return null;
        }

        var callers = model.References.To(helper);
        return callers.IsDefault ? null : callers.Select(call => EndedBy(call, model)).FirstOrDefault(static it => it is not null);
    }

    private static ILoopOperation? EndedBy(IOperation call, ShutdownModel model)
    {
        var below = call;
        foreach (var it in call.Ancestors())
        {
            switch (it)
            {
                case IWhileLoopOperation loop when loop.Condition == below:
                    return loop;
                case IConditionalOperation branch when branch.Condition == below:
                    return branch.Ancestors().OfType<ILoopOperation>().FirstOrDefault(loop => OpenEndedLoops.Contains(loop, model)) is { } around
                        && new[] { branch.WhenTrue, branch.WhenFalse }.Any(part => part?.OwnDescendantsAndSelf().Any(leaving => WaysOut.Leaves(leaving, around)) == true)
                        ? around
                        : null;
                case IAwaitOperation or IUnaryOperation or IConversionOperation or IParenthesizedOperation or IBinaryOperation:
                    below = it;
                    break;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" }:
                    below = it;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }
}

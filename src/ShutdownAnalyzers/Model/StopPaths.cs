namespace ShutdownAnalyzers.Model;

/// <summary>
/// Answers "has the signal fired already when this runs?": in a <c>finally</c>, in a catch of the cancellation, after a loop
/// that ends by the signal, in <c>StopAsync</c>, <c>Dispose</c> and stop callbacks. There a wait must not get the signal.
/// </summary>
internal sealed class StopPaths(ShutdownModel model)
{
    public bool Contains(IOperation operation) => model.RunsAtStop(operation) || IsCleanup(operation);

    /// <summary>The statement cleans up behind its function's work, or stands in a helper that only such statements call.</summary>
    public bool IsCleanup(IOperation operation) => IsCleanup(operation, 0);

    private bool IsCleanup(IOperation operation, int depth)
        => IsCleanupInFunction(operation)
        || (depth < 3 && model.Bodies.FunctionAround(operation) is { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } helper
            && model.Contracts.PlaceOf(helper) == Place.None
            && model.References.To(helper) is { IsDefaultOrEmpty: false } callers
            && callers.All(call => IsCleanup(call, depth + 1)));

    private bool IsCleanupInFunction(IOperation operation)
    {
        var below = operation;
        foreach (var it in operation.Ancestors())
        {
            switch (it)
            {
                case ITryOperation @try when @try.Finally == below:
                case ICatchClauseOperation clause when OnlyCancellation(clause):
                case IBlockOperation block when FollowsLoop(block, below):
                case IConditionalOperation branch when OnlyWhenStopping(branch, below):
                    return true;
                case IAnonymousFunctionOperation or ILocalFunctionOperation:
                    return false;
            }

            below = it;
        }

        return false;
    }

    private bool OnlyCancellation(ICatchClauseOperation clause)
    {
        if (clause.Filter is { } filter && model.Catches.Filter(filter, Frame.Outermost) == false)
        {
            return false;
        }

        return clause.ExceptionType.DerivesFrom(model.Types.OperationCanceledException)
            || (clause.Filter is { } said && model.Catches.Filter(said, Frame.Outermost) == true);
    }

    private bool FollowsLoop(IBlockOperation block, IOperation statement)
    {
        foreach (var earlier in block.Operations)
        {
            if (earlier == statement)
            {
                return false;
            }

            if (Loop(earlier) is { } loop && model.WaysOut.Of(loop) is { Kind: LoopEnd.AsksToken } facts && facts.Condition.HearsStop())
            {
                return true;
            }
        }

        return false;
    }

    private static ILoopOperation? Loop(IOperation statement) => statement switch
    {
        ILoopOperation loop => loop,
        ITryOperation { Body.Operations: [.., ILoopOperation last] } => last,
        IUsingOperation { Body: IBlockOperation { Operations: [.., ILoopOperation last] } } => last,
        _ => null,
    };

    // if (token.IsCancellationRequested) { ... }
    private bool OnlyWhenStopping(IConditionalOperation branch, IOperation part)
        => part == branch.WhenTrue
        && branch.Condition.Bare() is IPropertyReferenceOperation { Property.Name: "IsCancellationRequested", Instance: { } token }
        && model.Signals.Of(token).HearsStop();
}

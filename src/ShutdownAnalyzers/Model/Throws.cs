namespace ShutdownAnalyzers.Model;

/// <summary>Answers "what makes this statement throw?": <c>if (token.IsCancellationRequested) throw new OperationCanceledException(token);</c></summary>
internal sealed class Throws(ShutdownModel model)
{
    /// <summary>
    /// The signals that make it throw: the token in the exception, and those that the conditions around it ask. A cancellation without
    /// any, and any other exception that is thrown because of a signal, is somebody's way out: what makes it throw cannot be told.
    /// </summary>
    public Signal By(IThrowOperation @throw, Frame frame)
    {
        if (@throw.Exception.Bare() is not { } exception)
        {
            return Signal.None;
        }

        var asked = Asked(@throw, frame);
        if (!exception.Type.DerivesFrom(model.Types.OperationCanceledException))
        {
            return asked.HearsStop() ? Signal.Unknown : Signal.None;
        }

        var told = asked | model.Signals.CarriedBy(exception, frame);
        return told.HearsStop() ? told : PassesOn(@throw) ? Signal.None : Signal.Unknown;
    }

    // catch (OperationCanceledException e) { throw new OperationCanceledException("Given up.", e); }: of what is caught there the catch tells.
    private bool PassesOn(IThrowOperation @throw)
        => @throw.Ancestors().TakeWhile(static it => it is not (IAnonymousFunctionOperation or ILocalFunctionOperation)).OfType<ICatchClauseOperation>().Any(it => it.ExceptionType.DerivesFrom(model.Types.OperationCanceledException));

    // The tokens asked by those conditions around the statement that lead to it once the signal has fired.
    private Signal Asked(IThrowOperation @throw, Frame frame)
    {
        var signal = Signal.None;
        IOperation below = @throw;
        foreach (var it in @throw.Ancestors().TakeWhile(static it => it is not (IAnonymousFunctionOperation or ILocalFunctionOperation)))
        {
            if (it is IConditionalOperation { Condition: var condition } branch && branch.Condition != below && model.Catches.Filter(condition, frame) == (branch.WhenTrue == below))
            {
                signal |= condition.DescendantsAndSelf().Aggregate(Signal.None, (all, part) => all | model.Checks.In(part, frame));
            }

            below = it;
        }

        return signal;
    }
}

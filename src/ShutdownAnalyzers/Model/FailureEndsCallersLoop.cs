namespace ShutdownAnalyzers.Model;

/// <summary>A helper's catch that answers "false", "null" or the like, and a caller's loop that ends by that answer.</summary>
internal static class FailureEndsCallersLoop
{
    public static ILoopOperation? From(ICatchClauseOperation clause, ShutdownModel model)
    {
        if (AnswerOf(clause) is not { HasValue: true, Value: var answer }
            || model.Bodies.FunctionAround(clause) is not { MethodKind: not MethodKind.AnonymousFunction } helper)
        {
            return null;
        }

        var callers = model.References.To(helper);
        return callers.IsDefault ? null : callers.Select(call => EndedBy(call, answer, model)).FirstOrDefault(static it => it is not null);
    }

    // catch { return false; }, and catch { } return null;
    private static Optional<object?> AnswerOf(ICatchClauseOperation clause)
    {
        var leaving = clause.Handler.OwnDescendantsAndSelf().FirstOrDefault(static it => it is IReturnOperation or IThrowOperation or IBranchOperation)
            ?? (clause.Parent?.Parent as IBlockOperation)?.Operations.SkipWhile(it => it != clause.Parent).Skip(1).FirstOrDefault();
        return leaving is not IReturnOperation { ReturnedValue: { } value } ? default
            : value.Bare() is { ConstantValue: { HasValue: true } constant } ? constant
            : value.IsNull() ? new Optional<object?>(null)
            : default;
    }

    private static ILoopOperation? EndedBy(IOperation call, object? answer, ShutdownModel model)
    {
        var result = Result(call);
        foreach (var asked in KeptIn(result) is { } local ? Reads(local, result) : [result])
        {
            switch (Decision(asked))
            {
                // A loop around that one calls again.
                case IWhileLoopOperation { Condition: { } condition } loop:
                    return Answers.Of(condition, asked, answer) == loop.ConditionIsUntil && Outermost(loop, model) is null ? loop : null;
                case IConditionalOperation branch:
                    return Outermost(branch, model) is { } around
                        && Answers.Of(branch.Condition, asked, answer) is { } says
                        && (says ? branch.WhenTrue : branch.WhenFalse) is { } taken
                        && Leaves(taken, around)
                            ? around
                            : null;
            }
        }

        return null;
    }

    // await x.TryAsync().ConfigureAwait(false)
    private static IOperation Result(IOperation call)
    {
        var it = call;
        while (it.BareParent() is { } parent && (parent is IAwaitOperation || (parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured && configured.Instance.Bare() == it)))
        {
            it = parent;
        }

        return it;
    }

    private static ILocalSymbol? KeptIn(IOperation result) => result.BareParent() switch
    {
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } => local,
        ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local }, Parent: IExpressionStatementOperation } => local,
        _ => null,
    };

    // Up to where the local gets another value.
    private static IEnumerable<IOperation> Reads(ILocalSymbol local, IOperation result)
        => result.Root().Descendants().OfType<ILocalReferenceOperation>()
            .Where(it => it.Local.Is(local) && it.Syntax.SpanStart > result.Syntax.SpanStart)
            .TakeWhile(static it => !it.IsWritten());

    // The branch or loop whose condition asks it.
    private static IOperation? Decision(IOperation asked)
    {
        var below = asked;
        foreach (var it in asked.Ancestors())
        {
            switch (it)
            {
                case IWhileLoopOperation loop:
                    return loop.Condition == below ? loop : null;
                case IConditionalOperation branch:
                    return branch.Condition == below ? branch : null;
                case IUnaryOperation or IConversionOperation or IParenthesizedOperation or IBinaryOperation or IIsPatternOperation or IIsTypeOperation or IPropertyReferenceOperation { Property.Name: "HasValue" }:
                    below = it;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private static ILoopOperation? Outermost(IOperation operation, ShutdownModel model)
        => operation.Ancestors().TakeWhile(static it => it is not (IAnonymousFunctionOperation or ILocalFunctionOperation)).OfType<ILoopOperation>().LastOrDefault(it => OpenEndedLoops.Contains(it, model));

    // In any case and without a word: not by a throw, not after another question, not after telling the host.
    private static bool Leaves(IOperation taken, ILoopOperation loop)
        => taken.OwnDescendantsAndSelf().Any(it => it is not IThrowOperation && WaysOut.Leaves(it, loop) && (it == taken || it.Parent == taken))
        && !taken.OwnDescendantsAndSelf().Any(static it => it is IInvocationOperation { TargetMethod.Name: "StopApplication" });
}

namespace ShutdownAnalyzers.Model;

/// <summary>A test that leaves a loop: when its answer is <paramref name="Leaves"/>.</summary>
internal sealed record LoopDecision(IOperation Test, bool Leaves);

/// <summary>What decides whether a loop goes on: its condition, and the tests around the statements that leave it.</summary>
/// <param name="All">The tests, without those that only ask a token.</param>
/// <param name="RunsOnce">A statement that leaves stands at the end of the body, and nothing jumps over it.</param>
/// <param name="HasDataExits">Some statement leaves the loop on what its data say.</param>
internal sealed record LoopDecisions(ImmutableArray<LoopDecision> All, bool RunsOnce, bool HasDataExits)
{
    public static LoopDecisions Of(ILoopOperation loop, KnownTypes types)
    {
        var all = ImmutableArray.CreateBuilder<LoopDecision>();
        var (runsOnce, hasExits) = (false, false);
        foreach (var exit in WaysOut.Exits(loop))
        {
            // A yield hands out a value and goes on; what a catch does is no plan of the loop's.
            if (exit.Kind == OperationKind.YieldReturn || IsInCatch(exit, loop))
            {
                continue;
            }

            var around = Around(exit, loop, leaves: true).ToArray();
            if (around.Any(it => AsksToken(it.Test, types)))
            {
                continue;
            }

            hasExits = true;
            all.AddRange(around);
            if (around.Length == 0 && !IsInNestedLoop(exit, loop) && !IsRetried(exit, loop))
            {
                var jumps = Continues(loop).SelectMany(it => Around(it, loop, leaves: false)).ToArray();
                runsOnce |= jumps.Length == 0;
                all.AddRange(jumps);
            }
        }

        var condition = loop switch
        {
            IWhileLoopOperation @while => @while.Condition,
            IForLoopOperation @for => @for.Condition,
            _ => null,
        };
        foreach (var part in Conjuncts(condition))
        {
            if (!AsksToken(part, types) && part is not { ConstantValue: { HasValue: true, Value: true } })
            {
                hasExits = true;
                all.Add(new LoopDecision(part, Leaves: false));
            }
        }

        return new LoopDecisions(all.ToImmutable(), runsOnce, hasExits);
    }

    private static IEnumerable<IOperation> Conjuncts(IOperation? condition) => condition.Bare() switch
    {
        null => [],
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And } and => Conjuncts(and.LeftOperand).Concat(Conjuncts(and.RightOperand)),
        { } single => [single],
    };

    // The tests around a statement of the loop, with the answer that leads to it (or, for what stays, the other one).
    private static IEnumerable<LoopDecision> Around(IOperation statement, ILoopOperation loop, bool leaves)
    {
        var below = statement;
        foreach (var it in statement.Ancestors().TakeWhile(it => it != loop))
        {
            switch (it)
            {
                case IConditionalOperation choice when below == choice.WhenTrue:
                    foreach (var part in Conjuncts(choice.Condition))
                    {
                        yield return new LoopDecision(part, leaves);
                    }

                    break;
                case IConditionalOperation choice when below == choice.WhenFalse:
                    yield return new LoopDecision(choice.Condition.Bare(), !leaves);
                    break;
                case ISwitchOperation @switch when below != @switch.Value:
                    yield return new LoopDecision(@switch.Value.Bare(), leaves);
                    break;
            }

            below = it;
        }
    }

    private static bool AsksToken(IOperation test, KnownTypes types)
        => test.DescendantsAndSelf().Any(it => it is IPropertyReferenceOperation { Property: { Name: "IsCancellationRequested" or "WaitHandle", ContainingType: var of } }
            && (of.IsA(types.CancellationToken) || of.IsA(types.CancellationTokenSource)));

    private static bool IsInCatch(IOperation statement, ILoopOperation loop)
        => statement.Ancestors().TakeWhile(it => it != loop).Any(static it => it is ICatchClauseOperation);

    private static bool IsInNestedLoop(IOperation statement, ILoopOperation loop)
        => statement.Ancestors().TakeWhile(it => it != loop).Any(static it => it is ILoopOperation);

    // try { return await Call(); } catch { ... }: the loop goes on for as long as the call fails.
    private static bool IsRetried(IOperation exit, ILoopOperation loop)
    {
        var below = exit;
        foreach (var it in exit.Ancestors().TakeWhile(it => it != loop))
        {
            if (it is ITryOperation @try && @try.Body == below && @try.Catches.Any(clause => !clause.Handler.OwnDescendantsAndSelf().Any(inner => inner is IThrowOperation || WaysOut.Leaves(inner, loop))))
            {
                return true;
            }

            below = it;
        }

        return false;
    }

    private static IEnumerable<IOperation> Continues(ILoopOperation loop)
        => loop.Body.OwnDescendantsAndSelf().OfType<IBranchOperation>().Where(it => it.BranchKind == BranchKind.Continue && it.Target.Is(loop.ContinueLabel));
}

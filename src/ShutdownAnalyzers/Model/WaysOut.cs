using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Model;

/// <summary>
/// Answers "can this loop end when the signal fires?": by its condition, by a statement that leaves it, or by a cancellation
/// that really gets out - through helpers, lambdas handed to helpers and delegates, and past every catch on the way.
/// </summary>
internal sealed class WaysOut(ShutdownModel model)
{
    private readonly ConcurrentDictionary<SyntaxNode, LoopFacts> known = new();

    public LoopFacts Of(ILoopOperation loop) => known.GetOrAdd(loop.Syntax, _ => Look(loop));

    private LoopFacts Look(ILoopOperation loop)
    {
        var condition = LoopConditions.Read(model, loop);
        return new LoopFacts(condition.Kind, condition.Signal, () => model.Cancellations.In(loop, Frame.Outermost), () => Checks(loop), () => Exits(loop));
    }

    /// <summary>The statements that leave the loop.</summary>
    public static ImmutableArray<IOperation> Exits(ILoopOperation loop)
    {
        var exits = ImmutableArray.CreateBuilder<IOperation>();
        foreach (var operation in loop.Body.OwnDescendantsAndSelf())
        {
            if (Leaves(operation, loop))
            {
                exits.Add(operation);
            }
        }

        return exits.ToImmutable();
    }

    /// <summary>The operation leaves the loop. A throw in a catch passes a failure on: no stop signal takes that way.</summary>
    public static bool Leaves(IOperation operation, ILoopOperation loop) => operation switch
    {
        IReturnOperation => true,
        IBranchOperation { BranchKind: BranchKind.Break } @break => !StaysInside(@break.Target, loop),
        IBranchOperation { BranchKind: BranchKind.GoTo } @goto => !StaysInside(@goto.Target, loop) && !IsBefore(@goto, loop),
        IThrowOperation => !operation.Ancestors().TakeWhile(it => it != loop).Any(static it => it is ICatchClauseOperation) && !IsCaughtInside(operation, loop),
        IInvocationOperation call => DoesNotReturn(call.TargetMethod),
        _ => false,
    };

    /// <summary>The method never comes back to its caller: it throws, or ends the process.</summary>
    public static bool DoesNotReturn(IMethodSymbol method)
        => method is { Name: "Exit" or "FailFast", ContainingType: { Name: "Environment", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } }
        || method.GetAttributes().Any(static it => it.AttributeClass is { Name: "DoesNotReturnAttribute" });

    private static bool StaysInside(ILabelSymbol target, ILoopOperation loop) => loop.OwnDescendantsAndSelf().Any(it => it switch
    {
        ILoopOperation inner => inner != loop && (target.Is(inner.ExitLabel) || target.Is(inner.ContinueLabel)),
        ISwitchOperation @switch => target.Is(@switch.ExitLabel),
        ILabeledOperation labeled => target.Is(labeled.Label),
        _ => false,
    });

    // A jump to a label in front of the loop enters it again.
    private static bool IsBefore(IBranchOperation jump, ILoopOperation loop)
        => loop.Parent is IBlockOperation block && block.Operations.TakeWhile(it => it != loop).OfType<ILabeledOperation>().Any(it => it.Label.Is(jump.Target));

    private static bool IsCaughtInside(IOperation thrown, ILoopOperation loop)
    {
        var below = thrown;
        foreach (var it in thrown.Ancestors().TakeWhile(it => it != loop))
        {
            if (it is ITryOperation @try && @try.Body == below && @try.Catches.Any(static clause => clause is { Filter: null, ExceptionType: null or { BaseType.SpecialType: SpecialType.System_Object } }))
            {
                return true;
            }

            below = it;
        }

        return false;
    }

    private Signal Checks(ILoopOperation loop)
    {
        var signal = Signal.None;
        foreach (var operation in loop.OwnDescendantsAndSelf())
        {
            signal |= model.Checks.In(operation, Frame.Outermost);
        }

        return signal;
    }
}

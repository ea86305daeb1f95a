using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ShutdownAnalyzers.Model;

/// <summary>
/// What a method of a type runs for sure when it is called, its helpers in the type too: not what stands behind a decision,
/// in a loop or in a lambda, nor what an earlier way out may skip, nor where a catch takes the exception in question.
/// </summary>
/// <param name="model">The facts about the compilation.</param>
/// <param name="thrown">The exception that is not to be caught.</param>
/// <param name="isIdle">The condition is no real decision: it does not tell apart what the rule asks about.</param>
internal sealed class CertainCode(ShutdownModel model, INamedTypeSymbol? thrown, Func<IOperation, bool> isIdle)
{
    /// <summary>The operations in order. <c>Outer</c> is the operation of the method itself that leads there.</summary>
    public IEnumerable<(IOperation Operation, IOperation Outer)> Of(IMethodSymbol method) => Of(method, null, new HashSet<ISymbol>(SymbolEqualityComparer.Default));

    private IEnumerable<(IOperation Operation, IOperation Outer)> Of(IMethodSymbol method, IOperation? outer, HashSet<ISymbol> seen)
    {
        if (!seen.Add(method.OriginalDefinition) || model.Bodies.Of(method) is not { } body)
        {
            yield break;
        }

        foreach (var operation in body.OwnDescendantsAndSelf())
        {
            if (!IsCertain(operation, body))
            {
                continue;
            }

            yield return (operation, outer ?? operation);
            if (OwnCallee(operation) is { } callee)
            {
                foreach (var inner in Of(callee, outer ?? operation, seen))
                {
                    yield return inner;
                }
            }
        }
    }

    // A helper of the object itself, that no type below replaces.
    private static IMethodSymbol? OwnCallee(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.LocalFunction } call => call.TargetMethod,
        IInvocationOperation { Instance: IInstanceReferenceOperation self } call when IsFinal(call.TargetMethod, self) => call.TargetMethod,
        IPropertyReferenceOperation { Instance: IInstanceReferenceOperation self, Property.GetMethod: { } getter } when IsFinal(getter, self) => getter,
        _ => null,
    };

    private static bool IsFinal(IMethodSymbol callee, IInstanceReferenceOperation self)
        => self.Syntax is BaseExpressionSyntax || callee.IsSealed || callee.ContainingType.IsSealed || !(callee.IsVirtual || callee.IsAbstract || callee.IsOverride);

    private bool IsCertain(IOperation operation, IOperation body)
    {
        var part = operation;
        while (part != body && part.Parent is { } whole)
        {
            var isCertain = whole switch
            {
                IConditionalOperation choice => part == choice.Condition || isIdle(choice.Condition),
                ICoalesceOperation coalesce => part == coalesce.Value,
                ICoalesceAssignmentOperation assignment => part == assignment.Target,
                IConditionalAccessOperation access => part == access.Operation || isIdle(access.Operation),
                IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both => part == both.LeftOperand || isIdle(both.LeftOperand),
                ILoopOperation loop => part != loop.Body,
                ISwitchCaseOperation or ISwitchExpressionArmOperation or ICatchClauseOperation => false,
                ITryOperation guarded => part != guarded.Body || !guarded.Catches.Any(Takes),
                IBlockOperation block => !block.Operations.TakeWhile(it => it != part).Any(MayLeave),
                _ => true,
            };
            if (!isCertain)
            {
                return false;
            }

            part = whole;
        }

        return true;
    }

    private bool Takes(ICatchClauseOperation clause)
        => clause.ExceptionType is null or { SpecialType: SpecialType.System_Object } || thrown.DerivesFrom(clause.ExceptionType as INamedTypeSymbol);

    // if (...) return; - unless the condition is idle.
    private bool MayLeave(IOperation statement)
    {
        foreach (var leaving in statement.OwnDescendantsAndSelf())
        {
            if (leaving is not (IReturnOperation or IThrowOperation or IBranchOperation))
            {
                continue;
            }

            var around = leaving.Ancestors().TakeWhile(it => it != statement.Parent).ToList();
            var leaves = leaving is not IBranchOperation || !around.Any(static it => it is ILoopOperation or ISwitchOperation);
            if (leaves && !around.OfType<IConditionalOperation>().Take(1).Any(it => isIdle(it.Condition)))
            {
                return true;
            }
        }

        return false;
    }
}

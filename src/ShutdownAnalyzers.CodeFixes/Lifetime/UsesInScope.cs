namespace ShutdownAnalyzers.Lifetime;

/// <summary>
/// Whether all that uses a source or its token is over when the code around it is left. Only then may a <c>using</c> dispose
/// it there: the token of a disposed source never fires, and work that still waits for it is deaf.
/// </summary>
internal sealed class UsesInScope(ShutdownModel model, IOperation function)
{
    private readonly HashSet<ISymbol> followed = new(SymbolEqualityComparer.Default);

    /// <summary>The function returns a task that uses the token: it has to await it instead.</summary>
    public bool ReturnsWork { get; private set; }

    public bool AreOverWith(IOperation value)
    {
        var child = value;
        while (true)
        {
            var parent = child.Parent;
            switch (parent)
            {
                case IAwaitOperation:
                    return IsOver(parent);
                case IExpressionStatementOperation:
                    return !model.Types.IsTask(child.Type) && IsOver(parent);
                case IReturnOperation when parent.EnclosingFunction() is IAnonymousFunctionOperation lambda && lambda.Syntax != function.Syntax:
                    child = lambda;
                    continue;
                case IReturnOperation { Kind: OperationKind.Return }:
                    ReturnsWork = true;
                    return model.Types.IsTask(child.Type);
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method } } when method.ReadsOrWritesAtomically(model.Types):
                    return false;
                case IArgumentOperation { Parent: IObjectCreationOperation } when child.Bare() is IAnonymousFunctionOperation:
                    return false;
                case IArgumentOperation { Parent: IInvocationOperation call } when child.Bare() is IAnonymousFunctionOperation && model.Handovers.Starts(call.TargetMethod) && !model.Types.IsTask(call.Type):
                    return false;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    return FollowLocal(declarator.Symbol, child);
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation local } assignment when assignment.Value == child:
                    return FollowLocal(local.Local, child);
                case ISimpleAssignmentOperation { Target: IDiscardOperation }:
                    return !model.Types.IsTask(child.Type);
                case ISimpleAssignmentOperation assignment when assignment.Value == child:
                    return IsPartOfRequest(assignment.Target);
                case IConversionOperation or IParenthesizedOperation or IDelegateCreationOperation or IArgumentOperation or IMemberReferenceOperation or IInvocationOperation
                    or IObjectCreationOperation or IConditionalAccessOperation or ICoalesceOperation or IArrayInitializerOperation or IArrayCreationOperation or ICollectionExpressionOperation
                    or IObjectOrCollectionInitializerOperation:
                case IConditionalOperation { Type: not null } choice when choice.Condition != child:
                    child = parent;
                    continue;
                case IBinaryOperation or IUnaryOperation or IIsPatternOperation or IConditionalOperation or ILoopOperation or IUsingOperation:
                    return IsOver(parent);
                default:
                    return false;
            }
        }
    }

    // Inside a lambda it is over when the lambda is.
    private bool IsOver(IOperation here) => here.EnclosingFunction() switch
    {
        var around when around.Syntax == function.Syntax => true,
        IAnonymousFunctionOperation lambda => AreOverWith(lambda),
        _ => false,
    };

    private bool FollowLocal(ILocalSymbol local, IOperation value)
    {
        if (!followed.Add(local))
        {
            return true;
        }

        var references = value.Root().DescendantsAndSelf().OfType<ILocalReferenceOperation>()
            .Where(it => it.Local.Is(local) && !(it.Parent is ISimpleAssignmentOperation assignment && assignment.Target == it))
            .ToList();
        return references.All(AreOverWith) && (references.Count > 0 || !model.Types.IsTask(value.Type));
    }

    // The request's items and its own token end with the request, which awaits the code here.
    private bool IsPartOfRequest(IOperation target)
    {
        for (var it = target; it is IMemberReferenceOperation member; it = member.Instance.Bare()!)
        {
            if (member.Member.ContainingType.IsA(model.Types.HttpContext))
            {
                return true;
            }
        }

        return false;
    }
}

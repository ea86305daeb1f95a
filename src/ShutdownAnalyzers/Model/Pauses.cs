namespace ShutdownAnalyzers.Model;

/// <summary>Whether code may take its time - awaits, waits, loops until something happens - or is done at once.</summary>
internal sealed class Pauses(Bodies bodies, Callees callees)
{
    // Code that calls deeper than this may do anything.
    private const int Deepest = 6;

    /// <summary>One of the operations may take its time. Starting a task does not; awaiting it does.</summary>
    public bool MayBeIn(IEnumerable<IOperation> operations) => operations.Any(it => MayPause(it, 0));

    private bool MayPause(IOperation operation, int depth) => operation.OwnDescendantsAndSelf().Any(it => it switch
    {
        IAwaitOperation => true,
        IForEachLoopOperation loop => loop.IsAsynchronous,
        IWhileLoopOperation => true,
        IForLoopOperation loop => loop.Condition is null,
        IUsingOperation { IsAsynchronous: true } or IUsingDeclarationOperation { IsAsynchronous: true } => true,
        IReturnOperation { Kind: OperationKind.YieldReturn } => true,
        IInvocationOperation call => MayPause(call, depth),
        IObjectCreationOperation { Constructor: { } constructor } => bodies.Of(constructor) is { } body && Inside(body, depth),
        IPropertyReferenceOperation property => property.Property.DeclaringSyntaxReferences.Length == 0 && Blocking.MayWait(property.Property) && property.Property.Name == "Result",
        IDynamicInvocationOperation => true,
        _ => false,
    });

    private bool MayPause(IInvocationOperation call, int depth)
    {
        var method = call.TargetMethod;
        if (method.IsAsync || IsAwaitable(method.ReturnType))
        {
            return false;
        }

        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return call.Instance is not { } called || callees.OfDelegate(called) is not { IsEmpty: false } targets || targets.Any(it => Inside(it, depth));
        }

        if (method.DeclaringSyntaxReferences.Length == 0)
        {
            return Blocking.MayWait(method);
        }

        var known = callees.Of(method).ToImmutableArray();
        return known.IsEmpty || known.Any(it => Inside(it, depth));
    }

    private bool Inside(IOperation body, int depth) => depth == Deepest || MayPause(body switch
    {
        ILocalFunctionOperation { Body: { } block } => block,
        IAnonymousFunctionOperation lambda => lambda.Body,
        _ => body,
    }, depth + 1);

    private static bool IsAwaitable(ITypeSymbol type) => type.GetMembers("GetAwaiter").OfType<IMethodSymbol>().Any(static it => it.Parameters.IsEmpty);
}

namespace ShutdownAnalyzers.HostedServices;

/// <summary>What a <c>BackgroundService</c> runs: its <c>ExecuteAsync</c>.</summary>
internal static class Worker
{
    /// <summary><c>ExecuteAsync</c> does nothing: there is no worker that a base call would start.</summary>
    public static bool IsEmpty(INamedTypeSymbol type, ShutdownModel model)
        => Body(type, model) is { } body
        && !body.Descendants().Any(static it => it is IInvocationOperation or ILoopOperation or IAssignmentOperation or IEventAssignmentOperation);

    /// <summary>
    /// <c>ExecuteAsync</c> hands back a completed task and keeps no hold of its token: nothing is left that a base call
    /// would cancel or wait for. (That its work may go on elsewhere is another rule's business.)
    /// </summary>
    public static bool HasEndedAtStart(INamedTypeSymbol type, ShutdownModel model)
        => Body(type, model) is IMethodBodyOperation body
        && model.Bodies.FunctionOf(body) is { IsAsync: false } executeAsync
        && body.OwnDescendantsAndSelf().OfType<IReturnOperation>().All(it => it.ReturnedValue.IsCompletedTask(model.Types))
        && body.Descendants().OfType<IParameterReferenceOperation>().Where(it => it.Parameter.ContainingSymbol.Is(executeAsync)).All(IsCheckedOnce);

    /// <summary>The code waits for the type's own worker.</summary>
    public static bool IsAwaited(IEnumerable<IOperation> code, ShutdownModel model) => code.Any(it => IsWaitFor(it, model.Types));

    /// <summary>The code ends something of the type's own: cancels, completes, closes it, or sets a flag.</summary>
    public static bool IsEnded(IEnumerable<IOperation> code, ShutdownModel model) => code.Any(it => MayEndWorker(it, model));

    /// <summary>The code runs <c>ExecuteAsync</c> itself.</summary>
    public static bool StartsByHand(IEnumerable<IOperation> code, ShutdownModel model)
        => code.Any(it => it switch
        {
            IInvocationOperation call => IsExecuteAsync(call.TargetMethod, model),
            IMethodReferenceOperation reference => IsExecuteAsync(reference.Method, model),
            _ => false,
        });

    private static bool IsExecuteAsync(IMethodSymbol method, ShutdownModel model)
        => method.Name == "ExecuteAsync" && method.OverrideChain().Any(it => it.ContainingType.Is(model.Types.BackgroundService));

    /// <summary>The <c>ExecuteAsync</c> that the type runs, as far as source shows it: no type below has another one.</summary>
    public static IMethodSymbol? ExecuteAsyncOf(INamedTypeSymbol type, ShutdownModel model)
        => model.SourceTypes.DerivedFrom(type).Any(it => Override(it, model) is not null)
            ? null
            : type.SourceHierarchy().Select(it => Override(it, model)).FirstOrDefault(static it => it is not null);

    private static IOperation? Body(INamedTypeSymbol type, ShutdownModel model)
        => ExecuteAsyncOf(type, model) is { } executeAsync ? model.Bodies.Of(executeAsync) : null;

    private static IMethodSymbol? Override(INamedTypeSymbol type, ShutdownModel model)
        => type.GetMembers("ExecuteAsync").OfType<IMethodSymbol>().FirstOrDefault(it => it.Overrides(model.Types.BackgroundService, "ExecuteAsync"));

    // token.ThrowIfCancellationRequested(), token.IsCancellationRequested: asked once and let go of.
    private static bool IsCheckedOnce(IParameterReferenceOperation token)
        => token.Parent is IInvocationOperation { TargetMethod.Name: "ThrowIfCancellationRequested" } or IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" }
        && !token.Ancestors().Any(static it => it is ILoopOperation or IAnonymousFunctionOperation or ILocalFunctionOperation);

    private static bool IsWaitFor(IOperation operation, KnownTypes types)
        => operation is IMemberReferenceOperation { Instance: IInstanceReferenceOperation } member && IsWaitable(member.Type, types) && !IsOnlyLookedAt(member);

    // _loop = ..., _loop == null, _loop is { IsCompleted: false }, _loop.IsFaulted, _loop?.Status
    private static bool IsOnlyLookedAt(IOperation member) => member.BareParent() switch
    {
        IAssignmentOperation or IBinaryOperation => true,
        IPropertyReferenceOperation property => property.Property.Name != "Task",
        IIsPatternOperation test => !test.Pattern.DescendantsAndSelf().Any(static it => it is IDeclarationPatternOperation { DeclaredSymbol: not null } or IRecursivePatternOperation { DeclaredSymbol: not null }),
        IConditionalAccessOperation access => access.WhenNotNull is IPropertyReferenceOperation { Property.Name: not "Task" },
        _ => false,
    };

    private static bool IsWaitable(ITypeSymbol? type, KnownTypes types)
        => type.DerivesFrom(types.Task) || type.IsA(types.ValueTask) || type.IsA(types.ValueTaskOfT) || Waitables.Any(it => type.DerivesFrom(types[it]));

    private static readonly ImmutableArray<string> Waitables =
    [
        "System.Threading.Tasks.TaskCompletionSource", "System.Threading.Tasks.TaskCompletionSource`1", "System.Threading.Thread",
        "System.Threading.WaitHandle", "System.Threading.ManualResetEventSlim", "System.Threading.CountdownEvent",
    ];

    // Whatever it does to something of its own, other than to wait or to log: names tell too little.
    private static bool MayEndWorker(IOperation operation, ShutdownModel model) => operation switch
    {
        IInvocationOperation { Instance: IInstanceReferenceOperation } call => call.TargetMethod.Name == "Dispose",
        IInvocationOperation { Instance: { } instance } => IsOwn(instance)
            && !IsWaitable(instance.Type, model.Types)
            && !instance.Type.DerivesFrom(model.Types["Microsoft.Extensions.Logging.ILogger"]),
        IAssignmentOperation assignment => IsOwn(assignment.Target),
        _ => false,
    };

    private static bool IsOwn(IOperation? value) => value.Bare() switch
    {
        IMemberReferenceOperation { Instance: IInstanceReferenceOperation } => true,
        IMemberReferenceOperation { Instance: { } inner } => IsOwn(inner),
        IConditionalAccessInstanceOperation => true,
        IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } => true,
        _ => false,
    };
}

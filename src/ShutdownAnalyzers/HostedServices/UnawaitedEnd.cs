namespace ShutdownAnalyzers.HostedServices;

/// <summary>Answers "does the stop path end this work and then not wait for it?".</summary>
internal sealed class UnawaitedEnd(INamedTypeSymbol type, ShutdownModel model)
{
    // What an awaited call is named that may wait for the work, in its own way.
    private static readonly string[] WaitingWords = ["Wait", "When", "Stop", "Drain", "Complet", "Finish", "Idle", "Quiesce", "Shutdown", "Join", "Acquire", "Enter", "End"];

    private readonly StopOrder order = new(type, model);

    /// <summary>The type has no stop path that could end anything.</summary>
    public bool IsNone => order.IsEmpty;

    /// <summary>The operation of the stop path that ends the work, where nothing ever waits for the work; else <see langword="null"/>.</summary>
    public IOperation? Of(StartedWork work) => work.Kind switch
    {
        // Work that ends by itself has done what it was started for, sooner or later.
        // What leaves no task behind, or leaves it in another type's hands, leaves nothing to wait for.
        WorkKind.Task when (model.Bodies.IsCodeOf(type, work.Site) || IsOfOwnPart(work)) && Consumption.IsDeferred(work.Site.Type, model.Types) && work.IsOpenEnded(model) && IsLetGo(work.Site) && !WaitsOtherwise(work) => EndOf(work),

        // A foreground thread keeps the process until it is done: that is another rule's affair.
        WorkKind.Thread when work.Site is IObjectCreationOperation && work.HolderIn(model) is not null && work.IsOpenEnded(model) && IsBackground(work.Site) && IsNeverJoined(work.Site) && !WaitsOtherwise(work) => EndOf(work),
        WorkKind.Timer when new TimerTick(work, model) is var tick && (tick.IsLeftAlone || (tick.DoesWork && !IsWaitedForByDisposal(work.Site))) && IsKnown(work.Site) && !WaitsOtherwise(work) => EndOf(work),
        _ => null,
    };

    // The cancellation tells the most; what StopAsync does comes before what disposal does.
    private IOperation? EndOf(StartedWork work)
    {
        var ends = model.WorkEndings.Of(work).Operations;
        return order.StopSteps.Concat(order.AllSteps)
            .Select(it => (it.Operation, Place: model.Bodies.IsCodeOf(type, it.Operation) ? it.Operation : IsCallOfPart(it.Outer, work) ? it.Outer : null))
            .Where(it => it.Place is not null && (work.Kind != WorkKind.Timer || it.Operation is IInvocationOperation { TargetMethod.Name: "Dispose" or "DisposeAsync" or "Stop" or "Change" or "Close" }) && ends.Any(end => end.Syntax == it.Operation.Syntax && end.Kind == it.Operation.Kind))
            .OrderBy(static it => it.Operation is IInvocationOperation { TargetMethod.Name: "Cancel" or "CancelAsync" } ? 0 : 1)
            .FirstOrDefault().Place;
    }

    // private readonly Watcher _watcher = new(): the service made it, and nobody else has it who could wait for its work.
    private bool IsOfOwnPart(StartedWork work)
        => PartIn(work.Step.Outer) is { DeclaredAccessibility: Accessibility.Private } part
        && TypeOf(part) is INamedTypeSymbol made && made.OriginalDefinition.Is(model.Bodies.TypeAround(work.Site)?.OriginalDefinition) && !model.Contracts.IsHosted(made)
        && model.Values.Of(part) is { IsDefaultOrEmpty: false } values
        && values.All(it => it.Bare() is IObjectCreationOperation creation && model.Uses.Of(creation) is var uses && !uses.Has(UseKind.Passed) && !uses.Has(UseKind.Returned))
        && (work.HolderIn(model) is not { } held || (model.References.To(held) is { IsDefault: false } references && references.All(it => TellsNothing(it, work))));

    // public bool IsBusy => _task is { IsCompleted: false }: whoever can ask that may wait until it is so.
    private bool TellsNothing(IOperation reference, StartedWork work)
        => model.Bodies.FunctionAround(reference) is { } function
        && (function.Is(model.Bodies.FunctionAround(work.Site)) || (function is { MethodKind: MethodKind.Ordinary, ReturnType.SpecialType: SpecialType.None or SpecialType.System_Void } && !reference.IsInLoop()));

    private bool IsCallOfPart(IOperation outer, StartedWork work)
        => model.Bodies.IsCodeOf(type, outer) && PartIn(outer) is { } part && part.Is(PartIn(work.Step.Outer)) && IsOfOwnPart(work);

    // The field on which the service calls: _watcher.Halt().
    private static ISymbol? PartIn(IOperation outer)
        => outer is IInvocationOperation call && call.Instance.Accessed().Bare() is IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field ? field.Field : null;

    // Nobody awaits it, waits for it, or gets it who might.
    private bool IsLetGo(IOperation task) => model.Uses.Of(task).All.All(use => use switch
    {
        { Kind: UseKind.Dropped } => true,
        { Kind: UseKind.Returned or UseKind.Awaited } => model.Bodies.FunctionAround(use.Operation) is { } function && model.Contracts.IsStart(function),

        // while (!_loop.IsCompleted) is a wait, too.
        { Kind: UseKind.Member, Operation: IPropertyReferenceOperation { Property.Name: not "Result" } asked } => !asked.IsInLoop(),
        { Kind: UseKind.Member, Operation: IInvocationOperation { TargetMethod.Name: "Start" or "Dispose" } } => true,
        { Kind: UseKind.Member, Operation: IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "ContinueWith" or "Unwrap" or "AsTask" } made } => IsLetGo(made),
        { Kind: UseKind.Passed, Operation: IInvocationOperation { TargetMethod: { Name: "WhenAll" or "WhenAny" } combinator } made } => combinator.ContainingType.IsA(model.Types.Task) && IsLetGo(made),
        _ => false,
    });

    private bool IsNeverJoined(IOperation thread) => model.Uses.Of(thread).All.All(static use => use switch
    {
        { Kind: UseKind.Dropped } or { Kind: UseKind.Member, Operation: IPropertyReferenceOperation } => true,
        { Kind: UseKind.Member, Operation: IInvocationOperation { TargetMethod.Name: var name } } => name != "Join",
        _ => false,
    });

    private bool IsBackground(IOperation thread) => model.Uses.Of(thread).Assigned("IsBackground").Any(static it => it.ConstantValue is { HasValue: true, Value: true })
        || (thread is IObjectCreationOperation { Initializer: { } initializer } && initializer.Initializers.OfType<ISimpleAssignmentOperation>()
            .Any(static it => it is { Target: IPropertyReferenceOperation { Property.Name: "IsBackground" }, Value.ConstantValue: { HasValue: true, Value: true } }));

    // Only the type's own code has the timer.
    private bool IsKnown(IOperation timer) => !model.Uses.Of(timer).All.Any(static it => it.Kind is UseKind.Passed or UseKind.Returned);

    // DisposeAsync, and Dispose with a wait handle, wait until a tick that runs has come to its end.
    private bool IsWaitedForByDisposal(IOperation timer) => model.Uses.Of(timer).All.Any(static use => use switch
    {
        { Kind: UseKind.Using, Operation: IUsingOperation { IsAsynchronous: true } or IUsingDeclarationOperation { IsAsynchronous: true } } => true,
        { Kind: UseKind.Member, Operation: IInvocationOperation { TargetMethod: var method } } => method.Name == "DisposeAsync" || method is { Name: "Dispose", Parameters.Length: > 0 },
        _ => false,
    });

    // The stop path waits for something that the work has to do with: an event that it sets at its end, a gate that it holds,
    // a queue whose end it reaches, a lock.
    private bool WaitsOtherwise(StartedWork work)
    {
        var touched = work.Code.Select(static it => it.Operation.ReferencedSymbol()).OfType<ISymbol>().Where(IsShared).ToImmutableHashSet<ISymbol>(SymbolEqualityComparer.Default);
        return order.AllSteps.Any(it => WaitedFor(it.Operation, work.Kind) is { } waited
            && waited.DescendantsAndSelf().Any(part => part.ReferencedSymbol() is { } symbol && touched.Contains(symbol.OriginalDefinition)));
    }

    private bool IsShared(ISymbol symbol) => TypeOf(symbol) is { } held
        && symbol is not ILocalSymbol
        && !model.Signals.IsSource(held) && !model.Signals.IsToken(held)
        && !held.DerivesFrom(model.Types["Microsoft.Extensions.Logging.ILogger"]) && !held.IsA(model.Types["System.Threading.Timer"]);

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } parameter => parameter.Type,
        _ => null,
    };

    private static IOperation? WaitedFor(IOperation operation, WorkKind kind) => operation switch
    {
        IAwaitOperation { Operation: var awaited } => awaited.Bare() is IInvocationOperation call && !MayWait(call) ? null : awaited,
        IInvocationOperation call when Blocking.IsWait(call.TargetMethod) => call,
        ILockOperation @lock when kind != WorkKind.Task => @lock.LockedValue,
        IWhileLoopOperation { Condition: { } condition } => condition,
        _ => null,
    };

    private static bool MayWait(IInvocationOperation call)
        => call.DescendantsAndSelf().OfType<IInvocationOperation>().Any(static it => WaitingWords.Any(word => it.TargetMethod.Name.Contains(word)));
}

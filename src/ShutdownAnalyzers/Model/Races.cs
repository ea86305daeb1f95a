namespace ShutdownAnalyzers.Model;

/// <summary>
/// Answers "does the code around give up on this task when the application stops, or after a time?": <c>WaitAsync</c> and
/// <c>WhenAny</c>, on the task itself or in all callers of the function that awaits it.
/// </summary>
internal sealed class Races(ShutdownModel model)
{
    private const int Deepest = 5;

    public bool IsCutShort(IOperation task) => IsCutShort(task, 0);

    /// <summary>Every request that runs this function gives up on it.</summary>
    public bool IsAbandoned(IMethodSymbol? function) => IsAbandoned(function, 0);

    private bool IsAbandoned(IMethodSymbol? function, int depth)
        => function is not null
        && depth < Deepest
        && function.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction
        && model.References.To(function) is { IsDefaultOrEmpty: false } references
        && references.All(it => it.Bare() is IInvocationOperation call && (IsCutShort(call, depth) || KeptTasks.IsGivenUp(model, call) || IsAbandoned(model.Bodies.FunctionAround(call), depth + 1)));

    private bool IsCutShort(IOperation task, int depth)
    {
        if (depth > Deepest)
        {
            return false;
        }

        switch (task.BareParent())
        {
            case IInvocationOperation { TargetMethod.Name: "WaitAsync" } wait:
                return IsTimed(wait) || model.Signals.CarriedByArguments(wait).HearsStop();
            case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "Unwrap" } wrapped:
                return IsCutShort(wrapped, depth + 1);
            case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "WaitAsync" or "ConfigureAwait" or "AsTask" or "Unwrap" } extension } when extension.Receiver() == task:
                return extension.TargetMethod.Name == "WaitAsync" ? IsTimed(extension) || model.Signals.CarriedByArguments(extension).HearsStop() : IsCutShort(extension, depth + 1);
            case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "WhenAny" or "WaitAny", ContainingType: var type } } any } when type.IsA(model.Types.Task):
                return EndsOtherwise(any, task);
            case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "WhenAll", ContainingType: var type } } all } when type.IsA(model.Types.Task):
                return IsCutShort(all, depth + 1);
            case IArrayInitializerOperation { Parent: IArrayCreationOperation array }:
                return IsCutShort(array, depth + 1);
            case ICollectionExpressionOperation collection:
                return IsCutShort(collection, depth + 1);
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                return task.Root().DescendantsAndSelf().OfType<ILocalReferenceOperation>().Any(it => it.Local.Is(declarator.Symbol) && IsCutShort(it, depth + 1));
            default:
                return false;
        }
    }

    /// <summary>One of the tasks of <c>WhenAny</c> ends when the application stops.</summary>
    public bool HearsStop(IInvocationOperation any) => Parts(any).Any(HearsStop);

    // One of the other tasks ends when the application stops, or after a time.
    private bool EndsOtherwise(IInvocationOperation any, IOperation task)
        => Parts(any)
            .Where(it => it != task && !task.Descendants().Contains(it) && !(it.ReferencedSymbol() is { } symbol && symbol.Is(task.ReferencedSymbol())))
            .Any(it => HearsStop(it) || (it is IInvocationOperation call ? model.Waits.IsSleep(call) && IsTimed(call) : IsTimer(it)));

    private static IEnumerable<IOperation> Parts(IInvocationOperation any) => any.Arguments.SelectMany(static it => it.Value.DescendantsAndSelf());

    private bool HearsStop(IOperation part) => part switch
    {
        IInvocationOperation call => model.Signals.CarriedByArguments(call).HearsStop(),
        ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation => part.ReferencedSymbol() is { } symbol
            && (model.Signals.CarriedBy(part, Frame.Outermost).HearsStop() || model.Endings.Wakes(symbol, part)),
        _ => false,
    };

    private bool IsTimer(IOperation part)
        => part is ILocalReferenceOperation { Local: var local } && model.Values.Of(local, part) is { IsDefault: false } values
        && values.Any(it => it.Bare() is IInvocationOperation call && model.Waits.IsSleep(call) && IsTimed(call));

    private bool IsTimed(IInvocationOperation call) => model.Waits.TimeOf(call) is { } time && Durations.Of(time, model) != Timeout.InfiniteTimeSpan;
}

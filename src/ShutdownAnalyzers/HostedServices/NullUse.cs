namespace ShutdownAnalyzers.HostedServices;

/// <summary>Uses of a field or property of the object itself that throw where it is <see langword="null"/>.</summary>
internal static class NullUse
{
    /// <summary>The field or property that the operation reads, directly or by a getter, where the code around it fails on <see langword="null"/>.</summary>
    public static ISymbol? Of(IOperation operation, ShutdownModel model)
    {
        if (operation is not IMemberReferenceOperation { Instance: IInstanceReferenceOperation } read)
        {
            return null;
        }

        if (read is IPropertyReferenceOperation { Property.GetMethod: { } getter } && model.Bodies.Of(getter) is { } body)
        {
            return Values.Returned(body).ToImmutableArray() is [var returned] ? Behind(returned.Bare(), Fails(read, model)) : null;
        }

        return read is IFieldReferenceOperation or IPropertyReferenceOperation && Fails(read, model) ? read.Member : null;
    }

    // Timer Timer => _timer!; Client Client => _client ?? throw new InvalidOperationException();
    private static ISymbol? Behind(IOperation? returned, bool fails) => returned switch
    {
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field: var field } => fails ? field : null,
        ICoalesceOperation { WhenNull: var instead, Value: var value } when instead.Bare() is IThrowOperation => Behind(value.Bare(), fails: true),
        _ => null,
    };

    private static bool Fails(IOperation read, ShutdownModel model) => read.BareParent() switch
    {
        IInvocationOperation call => call.Instance.Bare() == read,
        IMemberReferenceOperation member => member.Instance.Bare() == read && !member.Ancestors().Any(static it => it is INameOfOperation),
        IAwaitOperation => true,
        IForEachLoopOperation loop => loop.Collection.Bare() == read,
        ILockOperation or IArrayElementReferenceOperation => true,
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var alias } } => AliasFails(read, alias, model),
        IArgumentOperation or IArrayInitializerOperation or ICollectionExpressionOperation => IsTaskToWaitFor(read, model.Types),
        _ => false,
    };

    // var timer = _timer; timer.Dispose();
    private static bool AliasFails(IOperation read, ILocalSymbol alias, ShutdownModel model)
    {
        var uses = read.Root().Descendants().OfType<ILocalReferenceOperation>().Where(it => it.Local.Is(alias)).ToImmutableArray();
        return !uses.IsEmpty && uses.All(it => it.BareParent() is not (IBinaryOperation or IIsPatternOperation or IConditionalAccessOperation)) && Fails(uses[0], model);
    }

    // Task.WhenAny(_loop, ...): these refuse a task that is null.
    private static bool IsTaskToWaitFor(IOperation read, KnownTypes types)
        => read.Ancestors().SkipWhile(static it => it is IConversionOperation or IArgumentOperation or IArrayInitializerOperation or IArrayCreationOperation or ICollectionExpressionOperation).FirstOrDefault()
            is IInvocationOperation { TargetMethod: { Name: "WhenAll" or "WhenAny" or "WaitAll" or "WaitAny" } method } && method.ContainingType.IsA(types.Task);
}

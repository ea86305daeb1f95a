namespace ShutdownAnalyzers.Lifetime;

/// <summary>A source kept in a field that the next one takes over, so that only the last of them is ever disposed.</summary>
internal static class ReplacedSource
{
    /// <summary>The field keeps the last source: those before it are dropped undisposed, because only the <c>Dispose</c> of the type disposes.</summary>
    public static bool IsDropped(IInvocationOperation making, Usage usage, ShutdownModel model)
        => usage.Holders.OfType<IFieldSymbol>().ToImmutableArray() is [{ } field]
        && usage.Holders.All(static it => it is IFieldSymbol or ILocalSymbol)
        && field.Type.IsA(model.Types.CancellationTokenSource)
        && usage.All.All(it => !IsDisposal(it) || IsAtEndOfType(it.Operation, making, model))
        && IsMadeAgain(making, field, model);

    private static bool IsDisposal(Use use) => use.Kind == UseKind.Using || use.Operation switch
    {
        IInvocationOperation call => call.TargetMethod.IsRelease(),
        IMethodReferenceOperation group => group.Method.IsRelease(),
        _ => false,
    };

    // What else calls the Dispose of its own type does so to begin anew.
    private static bool IsAtEndOfType(IOperation disposal, IOperation making, ShutdownModel model)
        => disposal.EnclosingFunction().Syntax != making.EnclosingFunction().Syntax
        && model.Bodies.FunctionAround(disposal) is { } disposer && model.Contracts.IsDispose(disposer)
        && model.References.To(disposer) is { IsDefault: false } calls
        && calls.All(it => !model.Bodies.TypeAround(it).Is(disposer.ContainingType) || (model.Bodies.FunctionAround(it) is { } caller && model.Contracts.IsDispose(caller)));

    // In a loop, or by a method of a long-lived object that is called again and again, and does not ask for the one it has.
    private static bool IsMadeAgain(IInvocationOperation making, IFieldSymbol field, ShutdownModel model)
        => making.BareParent() is not ICoalesceAssignmentOperation
        && (making.IsInLoop() || IsMadeByCalls(making, field, model));

    private static bool IsMadeByCalls(IInvocationOperation making, IFieldSymbol field, ShutdownModel model)
        => model.Repetitions.Of(making) == Repetition.Often
        && (field.IsStatic || model.Lifespans.IsLongLived(field.ContainingType))
        && !making.EnclosingFunction().OwnDescendantsAndSelf().Any(it => it is IConditionalOperation { Condition: var asked } && asked.DescendantsAndSelf().Any(read => read.ReferencedSymbol().Is(field)));
}

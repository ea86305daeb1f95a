namespace ShutdownAnalyzers.Model;

/// <summary>Answers "who cancels this source of tokens?".</summary>
internal sealed class Sources(ShutdownModel model)
{
    /// <summary>
    /// What cancels the source in this field or property: <see cref="Signal.Stop"/> where some code of the project does,
    /// <see cref="Signal.Timed"/> where time does, <see cref="Signal.Unknown"/> where it is handed to code that may,
    /// <see cref="Signal.None"/> where nobody can.
    /// </summary>
    public Signal CancelledBy(ISymbol fieldOrProperty)
    {
        var references = model.References.To(fieldOrProperty);
        return references.IsDefault ? Signal.Unknown : CancelledThrough(references, fieldOrProperty);
    }

    /// <summary>The same for a local variable.</summary>
    public Signal CancelledBy(ILocalSymbol local, IOperation near)
        => CancelledThrough(near.Root().DescendantsAndSelf().OfType<ILocalReferenceOperation>().Where(it => it.Local.Is(local)), local);

    private Signal CancelledThrough(IEnumerable<IOperation> references, ISymbol variable)
    {
        var signal = Signal.None;
        foreach (var reference in references)
        {
            signal |= CancelledThrough(reference, variable);
        }

        return signal;
    }

    private Signal CancelledThrough(IOperation reference, ISymbol variable)
    {
        if (reference.CallOn() is { } call)
        {
            return call.TargetMethod.Name switch
            {
                // Cancelling in the finally of the code that made the source only tidies up behind it.
                "Cancel" or "CancelAsync" => variable is ILocalSymbol && TidiesUp(call) ? Signal.None : Signal.Stop,
                "CancelAfter" => Signal.Timed,
                "Dispose" or "TryReset" => Signal.None,
                _ when call.TargetMethod.DeclaringSyntaxReferences.Length > 0 => Signal.Unknown,
                _ => Signal.None,
            };
        }

        return reference.BareParent() switch
        {
            // Who gets the source itself may cancel it; linking, or handing on its token, does not.
            IMethodReferenceOperation { Method.Name: "Cancel" or "CancelAsync" } => Signal.Stop,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Exchange" or "CompareExchange" } } exchange } => exchange.Parent is IExpressionStatementOperation ? Signal.None : Signal.Unknown,
            IArgumentOperation => Signal.Unknown,
            ISimpleAssignmentOperation assignment when assignment.Value.Bare() == reference => Signal.Unknown,
            IVariableInitializerOperation => Signal.Unknown,
            IReturnOperation => Signal.Unknown,
            ITupleOperation or IArrayInitializerOperation or ICollectionExpressionOperation => Signal.Unknown,
            _ => Signal.None,
        };
    }

    private static bool TidiesUp(IOperation call)
    {
        var below = call;
        foreach (var it in call.Ancestors())
        {
            switch (it)
            {
                case IAnonymousFunctionOperation or ILocalFunctionOperation:
                    return false;
                case ITryOperation @try when @try.Finally == below:
                    return true;
            }

            below = it;
        }

        return false;
    }
}

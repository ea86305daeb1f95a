namespace ShutdownAnalyzers.Model;

/// <summary>Answers "who cancels this source of tokens?".</summary>
internal sealed class Sources(ShutdownModel model)
{
    // A source that goes through more helpers than this is not followed.
    private const int Deepest = 4;

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
                "Cancel" or "CancelAsync" => variable is ILocalSymbol && (TidiesUp(call) || EndsPartsOfRequest(call)) ? Signal.None : Signal.Stop,
                "CancelAfter" => Signal.Timed,
                "Dispose" or "TryReset" => Signal.None,
                _ when call.TargetMethod.DeclaringSyntaxReferences.Length > 0 => call.TargetMethod.IsExtensionMethod && HelperCancels(call.Arguments[0], 0) ? Signal.Stop : Signal.Unknown,
                _ => Signal.None,
            };
        }

        return reference.BareParent() switch
        {
            // Who gets the source itself may cancel it; linking, or handing on its token, does not.
            IMethodReferenceOperation { Method.Name: "Cancel" or "CancelAsync" } => Signal.Stop,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Exchange" or "CompareExchange" } } exchange } => exchange.Parent is IExpressionStatementOperation ? Signal.None : Signal.Unknown,
            IArgumentOperation argument => HelperCancels(argument, 0) ? Signal.Stop : Signal.Unknown,
            ISimpleAssignmentOperation assignment when assignment.Value.Bare() == reference => Signal.Unknown,
            IIsPatternOperation { Pattern: var pattern } => pattern.NameGiven() is { } name ? CancelledThrough(model.Variables.NamedIn(reference.Root(), name), variable) : Signal.None,
            ICoalesceOperation => Signal.Unknown,
            IVariableInitializerOperation => Signal.Unknown,
            IReturnOperation => Signal.Unknown,
            ITupleOperation or IArrayInitializerOperation or ICollectionExpressionOperation => Signal.Unknown,
            _ => Signal.None,
        };
    }

    // Hook(source): a stop callback that the helper registers cancels what it is handed.
    private bool HelperCancels(IArgumentOperation argument, int depth)
        => depth < Deepest
        && argument.Parent is IInvocationOperation { TargetMethod: { IsVirtual: false, IsAbstract: false, IsOverride: false } helper }
        && argument.Parameter?.OriginalDefinition is { } parameter
        && model.Bodies.Of(helper) is { } body
        && model.Variables.NamedIn(body.Root(), parameter).Any(it => it.BareParent() is IArgumentOperation inner
            ? HelperCancels(inner, depth + 1)
            : it.CallOn()?.TargetMethod.Name is "Cancel" or "CancelAsync" && model.RunsAtStop(it));

    // A handler that runs two parts and cancels the one when the other has ended. It knows of nothing that stops.
    private bool EndsPartsOfRequest(IOperation call)
        => model.Places.Of(call) == Place.Request && !call.Root().Descendants().Any(MayStop);

    private bool MayStop(IOperation operation) => operation switch
    {
        _ when operation.Type.IsA(model.Types.HostApplicationLifetime) => true,
        IParameterReferenceOperation parameter when model.Signals.IsToken(parameter.Type) => model.Signals.Of(parameter.Parameter).HearsStop(),
        IFieldReferenceOperation field => model.Signals.IsToken(field.Type) || model.Signals.IsSource(field.Type),
        IPropertyReferenceOperation { Property.DeclaringSyntaxReferences.Length: > 0 } property => model.Signals.IsToken(property.Type) || model.Signals.IsSource(property.Type),
        IInvocationOperation { TargetMethod.DeclaringSyntaxReferences.Length: > 0 } helper => model.Signals.IsToken(helper.Type) || model.Signals.IsSource(helper.Type),
        _ => false,
    };

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

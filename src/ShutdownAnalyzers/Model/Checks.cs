namespace ShutdownAnalyzers.Model;

/// <summary>Answers "which tokens does this expression ask?": <c>IsCancellationRequested</c>, directly or inside a helper.</summary>
internal sealed class Checks(ShutdownModel model)
{
    /// <summary>The tokens that this one operation asks, itself or in the body of the helper that it calls.</summary>
    public Signal In(IOperation operation, Frame frame)
    {
        switch (operation)
        {
            case IPropertyReferenceOperation { Property.Name: "IsCancellationRequested", Instance: { } token }
                when model.Signals.IsToken(token.Type) || model.Signals.IsSource(token.Type):
                return model.Signals.Of(token, frame);
            case IPropertyReferenceOperation { Property.Name: "WaitHandle", Instance: { } token } when model.Signals.IsToken(token.Type):
                return model.Signals.Of(token, frame);
            case IPropertyReferenceOperation { Type.SpecialType: SpecialType.System_Boolean, Property.GetMethod: { } getter } property:
                return InBodies(getter, property.Arguments, frame);
            case IInvocationOperation { Type.SpecialType: SpecialType.System_Boolean } call:
                return InBodies(call.TargetMethod, call.Arguments, frame);
            default:
                return Signal.None;
        }
    }

    // Behind an interface any implementation may be the one that asks.
    private Signal InBodies(IMethodSymbol helper, ImmutableArray<IArgumentOperation> arguments, Frame frame)
        => model.Callees.Of(helper).Aggregate(Signal.None, (all, body) => all | InBody(body, frame.Enter(body, arguments)));

    private Signal InBody(IOperation body, Frame? frame)
    {
        var signal = Signal.None;
        foreach (var operation in frame is null ? [] : body.OwnDescendantsAndSelf())
        {
            signal |= In(operation, frame!);
        }

        return signal;
    }
}

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
            case IPropertyReferenceOperation { Type.SpecialType: SpecialType.System_Boolean, Property.GetMethod: { } getter } property when model.Bodies.Of(getter) is { } body:
                return InBody(body, frame.Enter(body, property.Arguments));
            case IInvocationOperation { Type.SpecialType: SpecialType.System_Boolean } call when model.Bodies.Of(call.TargetMethod) is { } body:
                return InBody(body, frame.Enter(body, call.Arguments));
            default:
                return Signal.None;
        }
    }

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

namespace ShutdownAnalyzers.Model;

/// <summary>Answers "does this call of a helper leave the helper waiting on a token that never fires?".</summary>
internal static class DeafHelpers
{
    public static bool WaitsInVain(IInvocationOperation call, ShutdownModel model)
    {
        if (call.TargetMethod.DeclaringSyntaxReferences.Length == 0
            || !call.Arguments.Any(it => model.Signals.IsToken(it.Parameter?.Type) && NeverStops(model.Signals.Of(it.Value)))
            || model.Bodies.Of(call.TargetMethod) is not { } body)
        {
            return false;
        }

        return Frame.Outermost.Enter(body, call.Arguments) is { } frame && WaitsOnNothing(body, frame, model);
    }

    private static bool WaitsOnNothing(IOperation body, Frame frame, ShutdownModel model)
    {
        foreach (var call in body.Descendants().OfType<IInvocationOperation>())
        {
            var tokens = call.Arguments.Where(it => model.Signals.IsToken(it.Parameter?.Type) && it.ArgumentKind == ArgumentKind.Explicit && it.Value.ReferencedSymbol() is IParameterSymbol).ToArray();
            if (tokens.Length == 0 || tokens.Any(it => !NeverStops(model.Signals.Of(it.Value, frame))))
            {
                continue;
            }

            if (model.Waits.Contains(call)
                || (model.Bodies.Of(call.TargetMethod) is { } inner && frame.Enter(inner, call.Arguments) is { } inside && WaitsOnNothing(inner, inside, model)))
            {
                return true;
            }
        }

        return false;
    }

    // It fires at no time, or at the wrong one.
    private static bool NeverStops(Signal signal) => signal != Signal.None && (signal & ~(Signal.Never | Signal.Wrong)) == 0;
}

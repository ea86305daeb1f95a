namespace ShutdownAnalyzers.Requests;

/// <summary>Loops that receive from a WebSocket.</summary>
internal static class SocketLoops
{
    private const int Deepest = 4;

    public static bool IsReceive(IInvocationOperation call, ShutdownModel model)
        => call.TargetMethod.Name == "ReceiveAsync" && call.Instance?.Type.DerivesFrom(model.Types.WebSocket) == true;

    /// <summary>The code receives from a WebSocket, itself or in a helper of the project.</summary>
    public static bool Receives(IOperation code, ShutdownModel model, int depth = 0)
        => code.Descendants().OfType<IInvocationOperation>().Any(it => IsReceive(it, model)
            || (depth < Deepest && model.Bodies.Of(it.TargetMethod) is { } body && Receives(body, model, depth + 1)));

    /// <summary>The call is repeated, and it is the first one of its function on that socket that is.</summary>
    public static bool IsFirstInLoop(IInvocationOperation receive, ShutdownModel model)
        => IsRepeated(receive, model, 0)
        && !receive.EnclosingFunction().OwnDescendantsAndSelf().OfType<IInvocationOperation>().Any(it =>
            it.Syntax.SpanStart < receive.Syntax.SpanStart && IsReceive(it, model) && it.Instance.ReferencedSymbol().Is(receive.Instance.ReferencedSymbol()) && IsRepeated(it, model, 0));

    private static bool IsRepeated(IOperation operation, ShutdownModel model, int depth)
    {
        if (operation.IsInLoop())
        {
            return true;
        }

        // A helper that receives one message, called in a loop.
        return depth < Deepest
            && model.Bodies.FunctionAround(operation) is { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } function
            && model.References.To(function) is { IsDefault: false } calls
            && calls.Any(it => it.Bare() is IInvocationOperation && !it.EnclosingFunction().Equals(operation.EnclosingFunction()) && IsRepeated(it, model, depth + 1));
    }
}

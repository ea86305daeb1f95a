namespace ShutdownAnalyzers.HostedServices;

/// <summary>Events that start closed and that a thread waits for, blocked, until somebody opens them.</summary>
internal static class Latches
{
    // Code of these runs beside the start: it opens the latch when it is ready, and the start waits for that.
    private const Place Beside = Place.Detached | Place.Worker | Place.Handler;

    private static readonly string[] Types =
        ["System.Threading.SemaphoreSlim", "System.Threading.ManualResetEventSlim", "System.Threading.ManualResetEvent", "System.Threading.AutoResetEvent"];

    /// <summary>The call blocks, with neither a time nor a token, until some other start, request or caller opens the latch. No stop path does.</summary>
    public static bool IsWaitFor(IInvocationOperation call, ShutdownModel model)
        => call is { TargetMethod.Name: "Wait" or "WaitOne", Arguments.IsEmpty: true, Instance: { } latch }
        && latch.ReferencedSymbol() is IFieldSymbol { Type: var type } field && Types.Any(it => type.IsA(model.Types[it]))
        && model.Values.Of(field) is { IsDefaultOrEmpty: false } values && values.All(StartsClosed)
        && model.References.To(field) is { IsDefault: false } references
        && !model.Endings.Wakes(field, call)
        && references.Where(IsOpening).ToArray() is { Length: > 0 } openings && openings.All(it => IsPassing(it, references) || (model.Places.Of(it) & Beside) == Place.None);

    private static bool StartsClosed(IOperation value) => value.Bare() is IObjectCreationOperation creation
        && creation.Arguments.Where(static it => it.ArgumentKind == ArgumentKind.Explicit).ToArray() is var arguments
        && (arguments.Length == 0 ? creation.Type?.Name == "ManualResetEventSlim" : arguments[0].Value.ConstantValue is { HasValue: true, Value: 0 or false });

    private static bool IsOpening(IOperation reference) => reference.CallOn()?.TargetMethod.Name is "Set" or "Release";

    // await _ready.WaitAsync(token); _ready.Release(): it lets the next one through.
    private static bool IsPassing(IOperation opening, ImmutableArray<IOperation> references)
        => references.Any(it => it.Syntax.SyntaxTree == opening.Syntax.SyntaxTree && it.Syntax.Span.End < opening.Syntax.SpanStart
            && it.EnclosingFunction().Syntax == opening.EnclosingFunction().Syntax && it.CallOn()?.TargetMethod.Name is "Wait" or "WaitAsync" or "WaitOne");
}

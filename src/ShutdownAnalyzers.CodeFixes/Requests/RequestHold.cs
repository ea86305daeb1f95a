namespace ShutdownAnalyzers.Requests;

/// <summary>The code that holds a request: the finding itself, or the handler's call of the helper that the finding is in.</summary>
/// <param name="Operation">The loop, wait or call.</param>
/// <param name="RequestToken">The token of the request as that code names it, or <see langword="null"/>.</param>
internal sealed record RequestHold(IOperation Operation, string? RequestToken)
{
    private const int Deepest = 5;

    /// <summary>
    /// From the finding out to the code that can end the response. A helper that only hears what its caller hands it is left
    /// alone: the caller hands it a better token.
    /// </summary>
    public static RequestHold Of(IOperation found, ShutdownModel model)
    {
        var hold = found;
        for (var depth = 0; depth < Deepest && Caller(hold, model) is { } call; depth++)
        {
            hold = call;
        }

        return new RequestHold(hold, DeafTokens(hold, model).Where(it => it.Syntax is not null && IsNamedOutside(it, hold)).Select(static it => it.Syntax.ToString()).FirstOrDefault());
    }

    /// <summary>The tokens that the code looks at.</summary>
    public static IEnumerable<IOperation> DeafTokens(IOperation code, ShutdownModel model) => code.DescendantsAndSelf()
        .Where(it => model.Signals.IsToken(it.Type)
            && it is IParameterReferenceOperation or ILocalReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation
            && model.Signals.Of(it).Has(Signal.Request));

    // The one call of the function around, where all tokens in the code are that function's parameters.
    private static IInvocationOperation? Caller(IOperation hold, ShutdownModel model)
    {
        if (model.Bodies.FunctionAround(hold) is not { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } function
            || model.Contracts.PlaceOf(function) != Place.None
            || Streams.IsIterator(hold.EnclosingFunction())
            || DeafTokens(hold, model).ToArray() is not { Length: > 0 } tokens
            || !tokens.All(it => it is IParameterReferenceOperation { Parameter.ContainingSymbol: var owner } && owner.Is(function))
            || model.References.To(function) is not { IsDefault: false, Length: 1 } references)
        {
            return null;
        }

        return references[0].Bare() as IInvocationOperation;
    }

    private static bool IsNamedOutside(IOperation token, IOperation code)
        => token.DescendantsAndSelf().All(it => it is not ILocalReferenceOperation { Local: var local } || !local.DeclaringSyntaxReferences.Any(at => code.Syntax.Span.Contains(at.Span)));
}

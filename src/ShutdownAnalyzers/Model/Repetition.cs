namespace ShutdownAnalyzers.Model;

/// <summary>How often code runs in the life of the process.</summary>
internal enum Repetition
{
    /// <summary>Once: the entry point, a constructor, the top level of a hosted service.</summary>
    Once,

    /// <summary>Its callers decide, and they are not to be seen.</summary>
    Unknown,

    /// <summary>For every request, message, or turn of a loop.</summary>
    Often,
}

/// <summary>Answers "how often does this run?", looking at the loops around it and at those who call it.</summary>
internal sealed class Repetitions(ShutdownModel model)
{
    private const int Deepest = 6;

    public Repetition Of(IOperation operation) => Of(operation, 0);

    private Repetition Of(IOperation operation, int depth)
    {
        if (operation.Ancestors().TakeWhile(static it => it is not (IAnonymousFunctionOperation or ILocalFunctionOperation)).Any(static it => it is ILoopOperation))
        {
            return Repetition.Often;
        }

        if (model.Bodies.FunctionAround(operation) is not { } function || function.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor)
        {
            return Repetition.Once;
        }

        var place = model.Contracts.PlaceOf(function);
        return place == Place.None ? ByCallers(function, operation, depth) : Of(place);
    }

    private static Repetition Of(Place place)
        => (place & (Place.Request | Place.Hub | Place.Handler)) != 0 ? Repetition.Often
        : (place & (Place.Worker | Place.Start | Place.Stop | Place.Entry | Place.Container)) != 0 ? Repetition.Once
        : Repetition.Unknown;

    private Repetition ByCallers(IMethodSymbol function, IOperation inside, int depth)
    {
        if (depth == Deepest)
        {
            return Repetition.Unknown;
        }

        if (function.MethodKind == MethodKind.AnonymousFunction)
        {
            return OfLambda(inside.EnclosingFunction(), depth);
        }

        var references = model.References.To(function.AssociatedSymbol ?? function);
        if (references.IsDefaultOrEmpty)
        {
            return Repetition.Unknown;
        }

        var most = Repetition.Once;
        foreach (var reference in references)
        {
            var one = reference is IMethodReferenceOperation ? Of(model.Places.Of(function)) : Of(reference, depth + 1);
            most = one > most ? one : most;
        }

        return most;
    }

    // A lambda that nothing but the code around it can call runs as often as that.
    private Repetition OfLambda(IOperation lambda, int depth)
    {
        var place = model.Bodies.FunctionOf(lambda) is { } symbol ? model.Places.Of(symbol) : Place.None;
        return (place & (Place.Request | Place.Hub | Place.Handler)) != 0 ? Repetition.Often
            : lambda.BareParent() is IArgumentOperation { Parent: IInvocationOperation call } && model.Handovers.Starts(call.TargetMethod) ? Of(call, depth + 1)
            : Repetition.Unknown;
    }
}

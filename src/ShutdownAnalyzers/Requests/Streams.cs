namespace ShutdownAnalyzers.Requests;

/// <summary>Answers "is this iterator read to its end?": an endless one that hands its values to a response, or to a loop without an end.</summary>
internal sealed class Streams(ShutdownModel model)
{
    private const int Deepest = 4;

    public static bool IsIterator(IOperation function) => function.OwnDescendantsAndSelf().Any(static it => it.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak);

    /// <summary>Somebody reads all of what the iterator (or the function that returns it) yields, and no stop signal ends that.</summary>
    public bool IsReadToItsEnd(IMethodSymbol iterator) => IsReadToItsEnd(iterator, 0);

    private bool IsReadToItsEnd(IMethodSymbol function, int depth)
    {
        if (depth > Deepest)
        {
            return false;
        }

        if (model.Contracts.PlaceOf(function) == Place.Request)
        {
            return true;
        }

        if (function.MethodKind == MethodKind.AnonymousFunction)
        {
            return model.Places.Of(function) == Place.Request;
        }

        return model.References.To(function) is { IsDefault: false } references
            && references.Any(it => it is IMethodReferenceOperation ? model.Places.Of(function).HasFlag(Place.Request) : IsRead(it, depth));
    }

    private bool IsRead(IOperation stream, int depth)
    {
        if (depth > Deepest)
        {
            return false;
        }

        switch (stream.BareParent())
        {
            case IInvocationOperation { TargetMethod.Name: "WithCancellation" or "ConfigureAwait" } wrapped:
                return !model.Signals.CarriedByArguments(wrapped).HearsStop() && IsRead(wrapped, depth);
            case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "WithCancellation" or "ConfigureAwait" } wrapped } when wrapped.Receiver() == stream:
                return !wrapped.Arguments.Any(it => model.Signals.IsToken(it.Parameter?.Type) && model.Signals.Of(it.Value).HearsStop()) && IsRead(wrapped, depth);
            case IForEachLoopOperation loop when loop.Collection.Bare() == stream:
                return model.Places.Of(loop).HasFlag(Place.Request) && !model.WaysOut.Of(loop).HearsStop && !LoopDecisions.Of(loop, model.Types).HasDataExits;
            case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { DeclaringSyntaxReferences: [], ContainingType: var type } } call }:
                // Results.Ok(stream), TypedResults.ServerSentEvents(stream): the response takes it all. A query may take a part.
                return (call.Type.DerivesFrom(model.Types["Microsoft.AspNetCore.Http.IResult"]) || call.Type.DerivesFrom(model.Types["Microsoft.AspNetCore.Mvc.IActionResult"]))
                    && !type.IsA(model.Types["System.Linq.Enumerable"]);
            case IReturnOperation leaving:
                return model.Bodies.FunctionAround(leaving) is { } returning && IsReadToItsEnd(returning, depth + 1);
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                return stream.Root().Descendants().OfType<ILocalReferenceOperation>().Any(it => it.Local.Is(declarator.Symbol) && IsRead(it, depth + 1));
            default:
                return false;
        }
    }
}

namespace ShutdownAnalyzers.Knowledge;

/// <summary>Where a delegate runs that is handed to the frameworks: an endpoint handler, a thread body, a stop callback ...</summary>
internal sealed class Handovers(KnownTypes types)
{
    /// <summary>The names of all methods that start a delegate on another thread.</summary>
    public static readonly HashSet<string> StartNames = ["Run", "StartNew", "QueueUserWorkItem", "UnsafeQueueUserWorkItem"];

    /// <summary>The place of a delegate argument of this call; <see langword="null"/> where it runs in the place of the call itself.</summary>
    public Place? PlaceOf(IInvocationOperation call, IArgumentOperation argument)
    {
        var method = call.TargetMethod;
        var type = method.ContainingType;
        if (method.DeclaringSyntaxReferences.Length > 0)
        {
            return null;
        }

        if (type.IsA(types.CancellationToken) || type.IsA(types["System.Runtime.InteropServices.PosixSignalRegistration"]))
        {
            return Place.Stop;
        }

        if (Starts(method))
        {
            // Awaited on the spot it is part of the code around it; otherwise nobody waits for it.
            return IsAwaited(call) ? null : Place.Detached;
        }

        if (IsRequestHandler(call, argument))
        {
            return Place.Request;
        }

        return call.Receiver()?.Type.DerivesFrom(types.ServiceCollection) == true ? Place.Container : null;
    }

    /// <summary>The place of a delegate handed to a constructor.</summary>
    public Place? PlaceOf(IObjectCreationOperation creation)
        => creation.Type.IsA(types["System.Threading.Thread"]) || creation.Type.IsA(types["System.Threading.Timer"]) ? Place.Detached
        : creation.Constructor?.DeclaringSyntaxReferences.Length > 0 ? null
        : Place.None;

    /// <summary>The place of an event handler.</summary>
    public Place PlaceOf(IEventAssignmentOperation subscription)
    {
        if (subscription.EventReference is not IEventReferenceOperation { Event: { } raised })
        {
            return Place.None;
        }

        return (raised.ContainingType.IsA(types["System.AppDomain"]) && raised.Name == "ProcessExit")
            || (raised.ContainingType.IsA(types["System.Runtime.Loader.AssemblyLoadContext"]) && raised.Name == "Unloading")
            || (raised.ContainingType.IsA(types["System.Console"]) && raised.Name == "CancelKeyPress")
            ? Place.Stop
            : Place.Handler;
    }

    /// <summary>The method starts its delegate on another thread: <c>Task.Run</c>, <c>StartNew</c>, the thread pool.</summary>
    public bool Starts(IMethodSymbol method)
        => (method.ContainingType.IsA(types.Task) && method.Name == "Run")
        || ((method.ContainingType.IsA(types["System.Threading.Tasks.TaskFactory"]) || method.ContainingType.IsA(types["System.Threading.Tasks.TaskFactory`1"])) && method.Name == "StartNew")
        || (method.ContainingType.IsA(types["System.Threading.ThreadPool"]) && method.Name is "QueueUserWorkItem" or "UnsafeQueueUserWorkItem");

    private bool IsRequestHandler(IInvocationOperation call, IArgumentOperation argument)
    {
        var receiver = call.Receiver()?.Type;
        if (receiver is null)
        {
            return false;
        }

        if (argument.Value.Type.IsA(types["Microsoft.AspNetCore.Http.RequestDelegate"]))
        {
            return true;
        }

        return (receiver.DerivesFrom(types["Microsoft.AspNetCore.Routing.IEndpointRouteBuilder"]) && argument.Parameter?.Type.SpecialType == SpecialType.System_Delegate)
            || (receiver.DerivesFrom(types["Microsoft.AspNetCore.Builder.IEndpointConventionBuilder"]) && call.TargetMethod.Name == "AddEndpointFilter")
            || (receiver.DerivesFrom(types["Microsoft.AspNetCore.Builder.IApplicationBuilder"]) && HasHttpContext(argument));
    }

    private bool HasHttpContext(IArgumentOperation argument) => argument.Value.Bare() switch
    {
        IAnonymousFunctionOperation lambda => lambda.Symbol.Parameters.Any(it => it.Type.IsA(types.HttpContext)),
        IMethodReferenceOperation group => group.Method.Parameters.Any(it => it.Type.IsA(types.HttpContext)),
        _ => false,
    };

    private static bool IsAwaited(IInvocationOperation call)
    {
        for (var it = call.BareParent(); it is not null; it = it.BareParent())
        {
            switch (it)
            {
                case IAwaitOperation:
                    return true;
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "Unwrap" or "WaitAsync" or "Wait" or "GetAwaiter" or "GetResult" or "WhenAll" or "WaitAll" } or IArgumentOperation
                    or IArrayInitializerOperation or IArrayCreationOperation or ICollectionExpressionOperation:
                    continue;
                default:
                    return false;
            }
        }

        return false;
    }
}

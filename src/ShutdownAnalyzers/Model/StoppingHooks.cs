namespace ShutdownAnalyzers.Model;

/// <summary>
/// Answers "does this run when the application begins to stop, while the server still serves?": in a callback on
/// <c>ApplicationStopping</c>, in <c>StoppingAsync</c>, or in code that waits for the signal. The server stops before the hosted
/// services do and waits for its requests first, so <c>StopAsync</c> and <c>Dispose</c> are too late for them.
/// </summary>
internal sealed class StoppingHooks(ShutdownModel model)
{
    // Here the order of the services is the project's choice: one that is registered behind the server stops before it.
    private readonly Lazy<bool> ordersServices = new(() => model.Compilation.SyntaxTrees.Any(static it
        => SyntaxIndex.Uses(it, "ConfigureWebHostDefaults").Count + SyntaxIndex.Uses(it, "ConfigureWebHost").Count > 0 && SyntaxIndex.Uses(it, "WebApplication").Count == 0));

    /// <summary>The operation runs in time. Code of <paramref name="served"/>, the request that is to be told, only counts inside callbacks.</summary>
    public bool RunsInTime(IOperation operation, IMethodSymbol? served) => RunsInTime(operation, served, new HashSet<ISymbol>(SymbolEqualityComparer.Default));

    private bool RunsInTime(IOperation operation, IMethodSymbol? served, HashSet<ISymbol> asked)
    {
        if (model.Bodies.FunctionAround(operation) is not { } function || !asked.Add(function))
        {
            return false;
        }

        if (function.Implements(model.Types.HostedLifecycleService, "StoppingAsync") || (ordersServices.Value && model.Contracts.IsStop(function)))
        {
            return true;
        }

        if (!function.Is(served) && WaitsForStop(operation.EnclosingFunction()))
        {
            return true;
        }

        if (function.MethodKind == MethodKind.AnonymousFunction)
        {
            return HandedOver(operation.EnclosingFunction(), served, asked);
        }

        var references = model.References.To(function);
        return references.IsDefault || references.Any(it => it is IMethodReferenceOperation ? HandedOver(it, served, asked) : RunsInTime(it, served, asked));
    }

    private bool HandedOver(IOperation function, IMethodSymbol? served, HashSet<ISymbol> asked) => function.BareParent() switch
    {
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Register" or "UnsafeRegister" } call } when model.Signals.IsToken(call.Receiver()?.Type)
            => model.Signals.Of(call.Receiver()).HearsStop(),
        { } around => RunsInTime(around, served, asked),
        null => false,
    };

    // It waits for the signal, or works until it comes, and then goes on. A worker's own token fires when the server has stopped.
    private bool WaitsForStop(IOperation function)
        => function.OwnDescendantsAndSelf().Any(it => model.Signals.IsToken(it.Type)
            && it is IPropertyReferenceOperation or IFieldReferenceOperation or IParameterReferenceOperation or ILocalReferenceOperation
            && it.Parent is not IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" }
            && !IsRegistrationOfEntryPoint(it)
            && model.Signals.Of(it) is var signal && signal.Has(Signal.Stop)
            && model.Places.Of(it) != Place.Worker);

    // app.Lifetime.ApplicationStopping.Register(...): its callback runs in time, not what else the entry point maps.
    private bool IsRegistrationOfEntryPoint(IOperation token)
        => token.Parent is IInvocationOperation { TargetMethod.Name: "Register" or "UnsafeRegister", Instance: { } receiver } && receiver == token
        && model.Bodies.FunctionAround(token).Is(model.Contracts.EntryPoint);
}

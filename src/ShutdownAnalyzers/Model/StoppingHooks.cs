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
    public bool RunsInTime(IOperation operation, IMethodSymbol? served) => RunsInTime(operation, served, static (_, _) => true, new HashSet<ISymbol>(SymbolEqualityComparer.Default));

    /// <summary>
    /// The same of an operation that goes through all clients. Many do so whenever there is news: what hears the signal in such a
    /// round ends the news, and tells nobody of the end.
    /// </summary>
    public bool TellsInTime(IOperation operation) => RunsInTime(operation, served: null, static (token, told) => !IsOfRound(token, told), new HashSet<ISymbol>(SymbolEqualityComparer.Default));

    private bool RunsInTime(IOperation operation, IMethodSymbol? served, Func<IOperation, IOperation, bool> counts, HashSet<ISymbol> asked)
    {
        if (model.Bodies.FunctionAround(operation) is not { } function || !asked.Add(function))
        {
            return false;
        }

        if (function.Implements(model.Types.HostedLifecycleService, "StoppingAsync") || (ordersServices.Value && model.Contracts.IsStop(function)))
        {
            return true;
        }

        if (!function.Is(served) && WaitsForStop(operation.EnclosingFunction(), it => counts(it, operation)))
        {
            return true;
        }

        if (function.MethodKind == MethodKind.AnonymousFunction)
        {
            return HandedOver(operation.EnclosingFunction(), served, counts, asked);
        }

        var references = model.References.To(function);
        return references.IsDefault || references.Any(it => it is IMethodReferenceOperation ? HandedOver(it, served, counts, asked) : RunsInTime(it, served, counts, asked));
    }

    private bool HandedOver(IOperation function, IMethodSymbol? served, Func<IOperation, IOperation, bool> counts, HashSet<ISymbol> asked) => function.BareParent() switch
    {
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Register" or "UnsafeRegister" } call } when model.Signals.IsToken(call.Receiver()?.Type)
            => model.Signals.Of(call.Receiver()).HearsStop(),
        { } around => RunsInTime(around, served, counts, asked),
        null => false,
    };

    // It waits for the signal, or works until it comes, and then goes on. A worker's own token fires when the server has stopped.
    private bool WaitsForStop(IOperation function, Func<IOperation, bool> counts)
        => function.OwnDescendantsAndSelf().Any(it => model.Signals.IsToken(it.Type)
            && it is IPropertyReferenceOperation or IFieldReferenceOperation or IParameterReferenceOperation or ILocalReferenceOperation
            && it.Parent is not IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" }
            && !IsRegistrationOfEntryPoint(it)
            && model.Signals.Of(it) is var signal && signal.Has(Signal.Stop)
            && model.Places.Of(it) != Place.Worker
            && counts(it));

    // while (true) { var news = await NextAsync(stop); await TellAllAsync(news, stop); }: not what stands in a catch, a finally or
    // under a condition, and not what leaves the loop.
    private static bool IsOfRound(IOperation token, IOperation told)
    {
        if (told is IInvocationOperation && token.Ancestors().Contains(told))
        {
            return true;
        }

        var below = told;
        foreach (var it in told.Ancestors())
        {
            switch (it)
            {
                case ILoopOperation loop when token.Ancestors().Contains(loop):
                    return true;
                case ICatchClauseOperation or IConditionalOperation or ISwitchOperation:
                case ITryOperation @try when @try.Finally == below:
                case IBlockOperation block when block.Operations.SkipWhile(statement => statement != below).Any(static statement => statement is IBranchOperation or IReturnOperation { IsImplicit: false }):
                    return false;
            }

            below = it;
        }

        return false;
    }

    // app.Lifetime.ApplicationStopping.Register(...): its callback runs in time, not what else the entry point maps.
    private bool IsRegistrationOfEntryPoint(IOperation token)
        => token.Parent is IInvocationOperation { TargetMethod.Name: "Register" or "UnsafeRegister", Instance: { } receiver } && receiver == token
        && model.Bodies.FunctionAround(token).Is(model.Contracts.EntryPoint);
}

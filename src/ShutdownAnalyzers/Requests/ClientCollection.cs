namespace ShutdownAnalyzers.Requests;

/// <summary>A variable of the project in which live clients are kept: how they get in, and who tells them of the shutdown.</summary>
internal sealed class ClientCollection(ISymbol variable, ImmutableArray<IOperation> uses, ClientKind kind, ShutdownModel model)
{
    private const int Deepest = 3;

    private static readonly HashSet<string> Adds =
        ["Add", "TryAdd", "AddOrUpdate", "GetOrAdd", "AddFirst", "AddLast", "AddRange", "Append", "Enqueue", "Push", "Insert", "SetItem", "Update"];

    /// <summary>The project puts clients in that it serves itself: it did not open those connections.</summary>
    public bool IsFilled => uses.Any(it => IsAdding(it) && !IsOfClient(it));

    /// <summary>
    /// When stopping begins something goes to the collection, or the code that serves a client hears of it itself. The web server
    /// stops before the hosted services do; where the project listens on its own, or leaves the host to others, any stop path counts.
    /// </summary>
    public bool IsTold
        => uses.Any(it => !OnlyAfterFailure(it, 0) && (GoesThroughAll(it) ? model.StoppingHooks.TellsInTime(it) : model.StoppingHooks.RunsInTime(it, served: null)))
        || (!IsServedByWebApplication && uses.Any(it => model.RunsAtStop(it) || (kind == ClientKind.OfListener && GoesThroughAll(it) && IsCalledInCleanup(it))))
        || (kind == ClientKind.OfListener && (ReleasesAll || uses.Where(IsAdding).Any(ServesUntilStop)));

    // catch (OperationCanceledException) { await world.SayAsync("The world ends."); }
    private bool IsCalledInCleanup(IOperation use)
        => model.Bodies.FunctionAround(use) is { } function && model.References.To(function) is { IsDefault: false } calls && calls.Any(model.StopPaths.IsCleanup);

    private static bool GoesThroughAll(IOperation use)
        => use.BareParent() is IForEachLoopOperation or IPropertyReferenceOperation { Property.Name: "Values" or "Keys" } || use.CallOn() is { TargetMethod.Name: "ToArray" or "ToList" or "Select" or "Where" or "ForEach" };

    private bool IsServedByWebApplication => kind == ClientKind.OfServer && Names("WebApplication");

    // foreach (var client in _clients) client.Close();
    private bool ReleasesAll => model.Uses.OfContentsHeldBy(variable, uses[0]).All.Any(it => (it.Kind is UseKind.Using or UseKind.Passed || IsRelease(it.Operation) || LeadsToRelease(it.Operation)) && !OnlyAfterFailure(it.Operation, 0));

    // catch (IOException) { Remove(id); }: who is gone already is let go of, the others stay.
    private bool OnlyAfterFailure(IOperation release, int depth)
        => release.Ancestors().OfType<ICatchClauseOperation>().Any(IsOfFailure)
        || (depth < Deepest && model.Bodies.FunctionAround(release) is { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } helper
            && model.Contracts.PlaceOf(helper) == Place.None
            && model.References.To(helper) is { IsDefaultOrEmpty: false } calls && calls.All(call => OnlyAfterFailure(call, depth + 1)));

    private bool IsOfFailure(ICatchClauseOperation clause)
        => (clause.Filter is { } filter && model.Catches.Filter(filter, Frame.Outermost) == false)
        || (clause.ExceptionType is INamedTypeSymbol caught && !caught.DerivesFrom(model.Types.OperationCanceledException) && !model.Types.OperationCanceledException.DerivesFrom(caught));

    // client.GetStream().Close(), and whatever is done with a part of the client: client.Socket.
    private static bool LeadsToRelease(IOperation use) => use is IPropertyReferenceOperation { Type.SpecialType: SpecialType.None } or IFieldReferenceOperation || use.CallOn()?.TargetMethod.IsRelease() == true;

    // _clients.Add(client), _clients[id] = client, ImmutableInterlocked.Update(ref _clients, ...)
    private static bool IsAdding(IOperation use) => use.CallOn() is { } call
        ? Adds.Contains(call.TargetMethod.Name)
        : use.BareParent() switch
        {
            IPropertyReferenceOperation { Property.IsIndexer: true, Parent: ISimpleAssignmentOperation assignment } element => assignment.Target == element,
            IArrayElementReferenceOperation { Parent: ISimpleAssignmentOperation assignment } element => assignment.Target == element,
            IArgumentOperation { Parameter.RefKind: RefKind.Ref, Parent: IInvocationOperation atomic } => Adds.Contains(atomic.TargetMethod.Name),
            _ => false,
        };

    // A client's own collection of the connections it opened.
    private bool IsOfClient(IOperation adding)
        => Names("ClientWebSocket") && !Names("AcceptWebSocketAsync")
        || AddedBy(adding).Any(it => it.Type.DerivesFrom(model.Types.WebSocket) && new AcceptedSockets(model).OriginsOf(it) == SocketOrigin.Own);

    private static IEnumerable<IOperation> AddedBy(IOperation adding) => adding.CallOn() is { } call
        ? call.Arguments.Select(static it => it.Value.Bare()!)
        : adding.BareParent() is { Parent: ISimpleAssignmentOperation assignment } ? [assignment.Value.Bare()!] : [];

    // The code that the client is handed to hears the stop signal, and releases the client when it is over.
    private bool ServesUntilStop(IOperation adding) => AddedBy(adding)
        .Where(static it => it.ReferencedSymbol() is not null)
        .SelectMany(it => model.Uses.OfHeldBy(it.ReferencedSymbol()!, it).All)
        .Any(it => (it.Kind == UseKind.Using || IsRelease(it.Operation)) && !OnlyAfterFailure(it.Operation, 0) && HearsStop(it.Operation.EnclosingFunction()));

    private bool HearsStop(IOperation function)
        => function.OwnDescendantsAndSelf().Any(it => model.Signals.IsToken(it.Type) && model.Signals.Of(it).Has(Signal.Stop));

    private static bool IsRelease(IOperation use) => use switch
    {
        IInvocationOperation call => call.TargetMethod.IsRelease(),
        IMethodReferenceOperation group => group.Method.IsRelease(),
        _ => false,
    };

    private bool Names(string name) => model.Compilation.SyntaxTrees.Any(it => SyntaxIndex.Uses(it, name).Count > 0);
}

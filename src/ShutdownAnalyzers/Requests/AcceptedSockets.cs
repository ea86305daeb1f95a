namespace ShutdownAnalyzers.Requests;

/// <summary>Where a WebSocket comes from.</summary>
[Flags]
internal enum SocketOrigin
{
    /// <summary>Not to be told.</summary>
    Unknown = 0,

    /// <summary>The server accepted it.</summary>
    Accepted = 1,

    /// <summary>The caller of this code hands it over, and no caller is in the project.</summary>
    Handed = 2,

    /// <summary>The project opened it itself, as a client, or accepted it on a listener of its own.</summary>
    Own = 4,
}

/// <summary>WebSockets that the web server accepted, wherever they are kept.</summary>
internal sealed class AcceptedSockets(ShutdownModel model)
{
    private const int Deepest = 8;

    public SocketOrigin OriginsOf(IOperation socket) => Sources(socket, 0).Aggregate(SocketOrigin.Unknown, (all, it) => all | OriginOf(it));

    /// <summary>The calls that accepted what this expression may hold.</summary>
    public IEnumerable<IOperation> AcceptancesOf(IOperation socket) => Sources(socket, 0).Where(IsAcceptance).Distinct();

    /// <summary>Something closes the socket when the application begins to stop, or it is handed to code that may.</summary>
    public bool AreClosedInTime(IOperation socket, IOperation receiving)
    {
        var usages = ImmutableArray.CreateBuilder<Usage>();
        Collect(socket, usages, 0);
        var served = model.Bodies.FunctionAround(receiving);
        return usages.Any(it => IsClosed(it, served, 0));
    }

    private bool IsClosed(Usage usage, IMethodSymbol? served, int depth) => usage.All.Any(use => use.Kind switch
    {
        UseKind.Member => Closes(use.Operation) && model.StoppingHooks.RunsInTime(use.Operation, served),
        UseKind.Passed => MayClose(use.Operation),
        UseKind.Returned => depth < 3
            && model.Bodies.FunctionAround(use.Operation) is { } function
            && model.References.To(function.AssociatedSymbol ?? function) is { IsDefault: false } callers
            && callers.Any(it => IsClosed(model.Uses.Of(it), served, depth + 1)),
        _ => false,
    });

    public bool IsAcceptance(IOperation operation)
        => operation is IInvocationOperation { TargetMethod: { Name: "AcceptWebSocketAsync", ContainingType: var type } } && type.IsA(model.Types["Microsoft.AspNetCore.Http.WebSocketManager"]);

    private static bool Closes(IOperation use) => use switch
    {
        IInvocationOperation call => IsClosing(call.TargetMethod),
        IMethodReferenceOperation group => IsClosing(group.Method),
        _ => false,
    };

    private static bool IsClosing(IMethodSymbol method) => method.Name is "CloseOutputAsync" or "CloseAsync" or "Abort" or "Dispose";

    // The frameworks close nothing that they are handed, but a registration hands its state on.
    private bool MayClose(IOperation passed) => passed switch
    {
        IInvocationOperation { TargetMethod.Name: "Register" or "UnsafeRegister" } call when model.Signals.IsToken(call.Receiver()?.Type) => model.Signals.Of(call.Receiver()).HearsStop(),
        IInvocationOperation call => call.TargetMethod.MethodKind == MethodKind.DelegateInvoke || !model.Frameworks.Contains(call.TargetMethod.ContainingAssembly),
        IObjectCreationOperation { Type.DeclaringSyntaxReferences: [] } creation => !model.Frameworks.Contains(creation.Type?.ContainingAssembly),
        _ => false,
    };

    private SocketOrigin OriginOf(IOperation source)
    {
        if (source.Type.DerivesFrom(model.Types["System.Net.WebSockets.ClientWebSocket"]))
        {
            return SocketOrigin.Own;
        }

        return source switch
        {
            _ when IsAcceptance(source) => SocketOrigin.Accepted,
            IParameterReferenceOperation => SocketOrigin.Handed,
            IPropertyReferenceOperation { Property: { Name: "WebSocket", DeclaringSyntaxReferences: [] } } => SocketOrigin.Own,
            IInvocationOperation { TargetMethod: { Name: "CreateFromStream" or "CreateClientWebSocket", DeclaringSyntaxReferences: [] } } => SocketOrigin.Own,
            _ => SocketOrigin.Unknown,
        };
    }

    // The expressions behind all variables and helpers on the way: calls, creations, parameters that nobody in the project fills.
    private IEnumerable<IOperation> Sources(IOperation? socket, int depth)
    {
        var bare = socket.Bare();
        if (bare is null || depth > Deepest)
        {
            return [];
        }

        return bare switch
        {
            _ when IsAcceptance(bare) => [bare],
            IAwaitOperation awaiting => Sources(awaiting.Operation, depth + 1),
            IInvocationOperation { TargetMethod: { Name: "ConfigureAwait" or "GetAwaiter" or "GetResult" or "WaitAsync", DeclaringSyntaxReferences: [] } } wrapped => Sources(wrapped.Receiver(), depth + 1),
            IPropertyReferenceOperation { Property.Name: "Result", Instance: { } task } when task.Type.DerivesFrom(model.Types.Task) => Sources(task, depth + 1),
            IConditionalOperation choice => Sources(choice.WhenTrue, depth + 1).Concat(Sources(choice.WhenFalse, depth + 1)),
            ICoalesceOperation choice => Sources(choice.Value, depth + 1).Concat(Sources(choice.WhenNull, depth + 1)),
            IInvocationOperation { TargetMethod: var helper } when model.Bodies.Of(helper) is { } body => Values.Returned(body).SelectMany(it => Sources(it, depth + 1)),
            _ => ValuesOf(bare) is { IsDefaultOrEmpty: false } values ? values.SelectMany(it => Sources(it, depth + 1)) : [bare],
        };
    }

    private ImmutableArray<IOperation> ValuesOf(IOperation reference) => reference.ReferencedSymbol() switch
    {
        ILocalSymbol local => model.Values.Of(local, reference),
        IParameterSymbol parameter => model.Values.OfParameter(parameter),
        { DeclaringSyntaxReferences.Length: > 0 } member and (IFieldSymbol or IPropertySymbol) => model.Values.Of(member),
        _ => default,
    };

    private void Collect(IOperation socket, ImmutableArray<Usage>.Builder usages, int depth)
    {
        var bare = socket.Bare();
        if (bare is null || depth > Deepest)
        {
            return;
        }

        if (bare is IAwaitOperation)
        {
            usages.Add(model.Uses.Of(bare));
            return;
        }

        if (bare.ReferencedSymbol() is not { DeclaringSyntaxReferences.Length: > 0 } symbol)
        {
            return;
        }

        usages.Add(model.Uses.OfHeldBy(symbol, bare));
        foreach (var value in ValuesOf(bare) is { IsDefault: false } values ? values : [])
        {
            Collect(value, usages, depth + 1);
        }
    }
}

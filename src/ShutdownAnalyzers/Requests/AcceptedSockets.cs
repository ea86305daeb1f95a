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

    public SocketOrigin OriginOf(IOperation? socket) => OriginOf(socket, 0);

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

    private SocketOrigin OriginOf(IOperation? socket, int depth)
    {
        var bare = socket.Bare();
        if (bare is null || depth > Deepest)
        {
            return SocketOrigin.Unknown;
        }

        if (bare.Type.DerivesFrom(model.Types["System.Net.WebSockets.ClientWebSocket"]))
        {
            return SocketOrigin.Own;
        }

        if (IsAcceptance(bare))
        {
            return SocketOrigin.Accepted;
        }

        switch (bare)
        {
            case IAwaitOperation awaiting:
                return OriginOf(awaiting.Operation, depth + 1);
            case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" or "GetResult" or "WaitAsync" } wrapped:
                return OriginOf(wrapped.Receiver(), depth + 1);
            case IPropertyReferenceOperation { Property.Name: "Result", Instance: { } task } when !task.Type.DerivesFrom(model.Types.WebSocket) && model.Types.Task is { } known && task.Type.DerivesFrom(known):
                return OriginOf(task, depth + 1);
            case IPropertyReferenceOperation { Property: { Name: "WebSocket", DeclaringSyntaxReferences.Length: 0 } } or IInvocationOperation { TargetMethod: { Name: "CreateFromStream" or "CreateClientWebSocket", DeclaringSyntaxReferences.Length: 0 } }:
                return SocketOrigin.Own;
            case IConditionalOperation choice:
                return OriginOf(choice.WhenTrue, depth + 1) | OriginOf(choice.WhenFalse, depth + 1);
            case ICoalesceOperation choice:
                return OriginOf(choice.Value, depth + 1) | OriginOf(choice.WhenNull, depth + 1);
            case IInvocationOperation { TargetMethod: var helper } when model.Bodies.Of(helper) is { } body:
                return OriginOfAll([.. Values.Returned(body)], depth);
            case IParameterReferenceOperation parameter:
                return model.Values.OfParameter(parameter.Parameter) is { IsDefaultOrEmpty: false } handed ? OriginOfAll(handed, depth) : SocketOrigin.Handed;
            default:
                return OriginOfAll(ValuesOf(bare), depth);
        }
    }

    private SocketOrigin OriginOfAll(ImmutableArray<IOperation> values, int depth)
        => values.IsDefault ? SocketOrigin.Unknown : values.Aggregate(SocketOrigin.Unknown, (all, it) => all | OriginOf(it, depth + 1));

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

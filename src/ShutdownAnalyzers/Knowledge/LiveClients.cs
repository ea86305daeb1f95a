using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Knowledge;

/// <summary>Who ends the connections of a kind when the application stops.</summary>
internal enum ClientKind
{
    /// <summary>No connection of a client.</summary>
    None,

    /// <summary>The web server, which stops before the hosted services do and waits for its requests first.</summary>
    OfServer,

    /// <summary>Whoever accepted it on a listener of the project's own.</summary>
    OfListener,
}

/// <summary>Which objects stand for a client that is connected right now, and will be until somebody closes it.</summary>
internal sealed class LiveClients(KnownTypes types, SourceTypes sourceTypes)
{
    private const int Deepest = 3;

    private readonly ConcurrentDictionary<ITypeSymbol, ClientKind> known = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<(ITypeSymbol, int), ClientKind> parts = new();

    private readonly ImmutableArray<INamedTypeSymbol?> ofServer = ImmutableArray.Create(
        types.WebSocket, types.HttpContext, types["Microsoft.AspNetCore.Http.HttpResponse"], types["Grpc.Core.IServerStreamWriter`1"],
        types["Microsoft.AspNetCore.Connections.ConnectionContext"]);

    private readonly ImmutableArray<INamedTypeSymbol?> ofListener = ImmutableArray.Create(
        types["System.Net.Sockets.TcpClient"], types["System.Net.Sockets.Socket"], types["System.Net.Sockets.NetworkStream"], types["System.Net.Security.SslStream"],
        types["System.Net.HttpListenerContext"], types["System.Net.HttpListenerResponse"], types["System.IO.Pipes.NamedPipeServerStream"]);

    /// <summary>The kind of client that the values in a field of this type are, or hold; none where it is no collection.</summary>
    public ClientKind InCollection(ITypeSymbol type) => known.GetOrAdd(type, Find);

    private ClientKind Find(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Of(array.ElementType, 0),
        INamedTypeSymbol { TypeArguments.Length: > 0 } named when named.DerivesFrom(types["System.Collections.IEnumerable"])
            => named.TypeArguments.Select(it => it is INamedTypeSymbol or IArrayTypeSymbol ? Worst(InCollection(it), Of(it, 0)) : ClientKind.None).Aggregate(Worst),
        _ => ClientKind.None,
    };

    // The connection, or a type of the project that holds one: a record, a class that was made with one, what is behind an interface.
    private ClientKind Of(ITypeSymbol type, int depth) => parts.TryGetValue((type, depth), out var kept) ? kept : parts[(type, depth)] = Look(type, depth);

    private ClientKind Look(ITypeSymbol type, int depth)
    {
        if (ofServer.Any(it => type.DerivesFrom(it)) && !type.DerivesFrom(types["System.Net.WebSockets.ClientWebSocket"]))
        {
            return ClientKind.OfServer;
        }

        if (ofListener.Any(it => type.DerivesFrom(it)))
        {
            return ClientKind.OfListener;
        }

        if (depth == Deepest || type is not INamedTypeSymbol named)
        {
            return ClientKind.None;
        }

        var inside = named.IsTupleType ? named.TupleElements.Select(static it => it.Type)
            : named.DeclaringSyntaxReferences.Length == 0 ? []
            : PartsOf(named);
        return inside.Select(it => Of(it, depth + 1)).Aggregate(ClientKind.None, Worst);
    }

    private IEnumerable<ITypeSymbol> PartsOf(INamedTypeSymbol type)
        => type.GetMembers().OfType<IFieldSymbol>().Where(static it => !it.IsStatic).Select(static it => it.Type)
            .Concat(type.InstanceConstructors.SelectMany(static it => it.Parameters).Select(static it => it.Type).Where(it => !it.Is(type)))
            .Concat(type.TypeKind == TypeKind.Interface || type.IsAbstract ? sourceTypes.DerivedFrom(type) : []);

    private static ClientKind Worst(ClientKind one, ClientKind other) => one == ClientKind.OfServer || other == ClientKind.None ? one : other;
}

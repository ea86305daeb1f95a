namespace ShutdownAnalyzers.Requests;

/// <summary>SHUT403: a receive loop on a WebSocket that the server accepted and nobody closes when the application stops.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WebSocketOutlivesShutdownAnalyzer() : ShutdownAnalyzer(Rules.WebSocketOutlivesShutdown)
{
    private protected override void Register(CompilationStartAnalysisContext context, ShutdownModel model)
    {
        if (model.Types.WebSocket is not null && model.Types.HttpContext is not null)
        {
            context.RegisterCalls(model, ["ReceiveAsync"], operation => Analyze(operation, model));
        }
    }

    private static void Analyze(CodeContext context, ShutdownModel model)
    {
        var receive = (IInvocationOperation)context.Operation;
        if (!SocketLoops.IsReceive(receive, model) || !SocketLoops.IsFirstInLoop(receive, model) || receive.Instance is not { } socket)
        {
            return;
        }

        // A token that ends the receive aborts the socket: not good, but it does end.
        if (receive.Arguments.Any(it => model.Signals.IsToken(it.Parameter?.Type) && model.Signals.Of(it.Value).HearsStop())
            || model.Races.IsCutShort(receive)
            || model.Races.IsAbandoned(model.Bodies.FunctionAround(receive)))
        {
            return;
        }

        var sockets = new AcceptedSockets(model);
        if (IsServers(sockets.OriginsOf(socket), receive, model) && !sockets.AreClosedInTime(socket, receive))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.WebSocketOutlivesShutdown, receive.Syntax.GetLocation(), socket.Syntax.ToString(), model.Budget.Text));
        }
    }

    // What a caller hands over may be anybody's socket: then only where requests run it, or nobody does and the project is no client.
    private static bool IsServers(SocketOrigin origin, IOperation receive, ShutdownModel model)
        => origin.HasFlag(SocketOrigin.Accepted)
        || (origin == SocketOrigin.Handed && model.Places.Of(receive) is var place && (place.HasFlag(Place.Request) || (place == Place.None && !IsClient(model))));

    private static bool IsClient(ShutdownModel model)
        => model.Compilation.SyntaxTrees.Any(static it => SyntaxIndex.Uses(it, "ClientWebSocket").Count > 0);
}

using System.Collections.Concurrent;

namespace ShutdownAnalyzers.Knowledge;

/// <summary>Which methods the frameworks call, where in the life of the process, and what the token means that they hand over.</summary>
internal sealed class Contracts(KnownTypes types, Compilation compilation)
{
    private readonly ConcurrentDictionary<IMethodSymbol, Place> places = new(SymbolEqualityComparer.Default);
    private readonly Lazy<IMethodSymbol?> entryPoint = new(() => compilation.GetEntryPoint(default));

    private readonly Lazy<ImmutableArray<(INamedTypeSymbol? Type, string Method)>> messageHandlers = new(() => ImmutableArray.Create(
        (types["MassTransit.IConsumer`1"], "Consume"),
        (types["NServiceBus.IHandleMessages`1"], "Handle"),
        (types["Rebus.Handlers.IHandleMessages`1"], "Handle"),
        (types["Quartz.IJob"], "Execute"),
        (types["DotNetCore.CAP.ICapSubscribe"], string.Empty)));

    /// <summary>The entry point of an executable, or <see langword="null"/>.</summary>
    public IMethodSymbol? EntryPoint => entryPoint.Value;

    public bool IsHosted(ITypeSymbol? type) => type.DerivesFrom(types.HostedService);

    public bool IsExecute(IMethodSymbol method) => method.Overrides(types.BackgroundService, "ExecuteAsync");

    public bool IsStart(IMethodSymbol method)
        => method.Implements(types.HostedService, "StartAsync")
        || method.Implements(types.HostedLifecycleService, "StartingAsync")
        || method.Implements(types.HostedLifecycleService, "StartedAsync");

    /// <summary><c>StopAsync</c>, <c>StoppingAsync</c>, <c>StoppedAsync</c>: their token is a deadline.</summary>
    public bool IsStop(IMethodSymbol method)
        => method.Implements(types.HostedService, "StopAsync")
        || method.Implements(types.HostedLifecycleService, "StoppingAsync")
        || method.Implements(types.HostedLifecycleService, "StoppedAsync");

    public bool IsDispose(IMethodSymbol method)
        => method.MethodKind == MethodKind.Destructor
        || method.Implements(types.Disposable, "Dispose")
        || method.Implements(types.AsyncDisposable, "DisposeAsync")
        || (method is { Name: "Dispose", Parameters: [{ Type.SpecialType: SpecialType.System_Boolean }] } && method.ContainingType.DerivesFrom(types.Disposable))
        || (method is { Name: "DisposeAsyncCore", Parameters: [] } && method.ContainingType.DerivesFrom(types.AsyncDisposable));

    /// <summary>Where the frameworks run this method; <see cref="Place.None"/> where only the project's own code calls it.</summary>
    public Place PlaceOf(IMethodSymbol method) => places.GetOrAdd(method, Find);

    /// <summary>The meaning of a token parameter of a method that the frameworks call, or <see langword="null"/>.</summary>
    public Signal? TokenOf(IMethodSymbol method) => PlaceOf(method) switch
    {
        Place.Worker => Signal.Stop,
        Place.Start => Signal.StartOnly,
        Place.Stop when IsStop(method) => Signal.Deadline,
        Place.Request => Signal.Request,
        Place.Hub => Signal.Connection,
        Place.Handler => Signal.Caller,
        _ => null,
    };

    private Place Find(IMethodSymbol method)
    {
        if (method.Is(EntryPoint))
        {
            return Place.Entry;
        }

        if (method.ContainingType is null || method.MethodKind is MethodKind.LocalFunction or MethodKind.AnonymousFunction)
        {
            return Place.None;
        }

        if (IsExecute(method))
        {
            return Place.Worker;
        }

        if (IsStop(method) || IsDispose(method))
        {
            return Place.Stop;
        }

        if (IsStart(method))
        {
            return Place.Start;
        }

        if (IsHubMethod(method))
        {
            return Place.Hub;
        }

        if (IsRequest(method))
        {
            return Place.Request;
        }

        return messageHandlers.Value.Any(it => method.Implements(it.Type, it.Method)) ? Place.Handler : Place.None;
    }

    private bool IsHubMethod(IMethodSymbol method)
        => method is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, MethodKind: MethodKind.Ordinary }
        && method.ContainingType.DerivesFrom(types["Microsoft.AspNetCore.SignalR.Hub"]);

    private bool IsRequest(IMethodSymbol method)
        => IsAction(method)
        || (method.IsOverride && method.Parameters.Any(it => it.Type.IsA(types["Grpc.Core.ServerCallContext"])))
        || (method.Name is "Invoke" or "InvokeAsync" && method.Parameters.Length > 0 && method.Parameters[0].Type.IsA(types.HttpContext))
        || method.Implements(types["Microsoft.AspNetCore.Http.IEndpointFilter"], "InvokeAsync")
        || method.Implements(types["Microsoft.AspNetCore.Mvc.IActionResult"], "ExecuteResultAsync")
        || method.Implements(types["Microsoft.AspNetCore.Http.IResult"], "ExecuteAsync")
        || IsPageHandler(method);

    private bool IsAction(IMethodSymbol method)
        => method is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, MethodKind: MethodKind.Ordinary }
        && (method.ContainingType.DerivesFrom(types["Microsoft.AspNetCore.Mvc.ControllerBase"])
            || HasAttribute(method.ContainingType, types["Microsoft.AspNetCore.Mvc.ControllerAttribute"]))
        && !HasAttribute(method, types["Microsoft.AspNetCore.Mvc.NonActionAttribute"]);

    private bool IsPageHandler(IMethodSymbol method)
        => method.DeclaredAccessibility == Accessibility.Public
        && method.Name.StartsWith("On", StringComparison.Ordinal)
        && method.ContainingType.DerivesFrom(types["Microsoft.AspNetCore.Mvc.RazorPages.PageModel"]);

    private static bool HasAttribute(ISymbol symbol, INamedTypeSymbol? attribute)
        => attribute is not null && symbol.GetAttributes().Any(it => it.AttributeClass.DerivesFrom(attribute));
}

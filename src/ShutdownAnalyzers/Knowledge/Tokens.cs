namespace ShutdownAnalyzers.Knowledge;

/// <summary>What the tokens of the frameworks mean at shutdown. Measured, not believed: <c>RequestAborted</c> is no stop signal.</summary>
internal sealed class Tokens(KnownTypes types)
{
    private readonly ImmutableArray<(INamedTypeSymbol? Type, string Member, Signal Signal)> members = ImmutableArray.Create<(INamedTypeSymbol?, string, Signal)>(
        (types.HostApplicationLifetime, "ApplicationStopping", Signal.Stop),
        (types.HostApplicationLifetime, "ApplicationStarted", Signal.Wrong),
        (types.HostApplicationLifetime, "ApplicationStopped", Signal.Wrong),
        (types["Microsoft.Extensions.Hosting.IApplicationLifetime"], "ApplicationStopping", Signal.Stop),
        (types["Microsoft.Extensions.Hosting.IApplicationLifetime"], "ApplicationStarted", Signal.Wrong),
        (types["Microsoft.Extensions.Hosting.IApplicationLifetime"], "ApplicationStopped", Signal.Wrong),
        (types["Microsoft.AspNetCore.Hosting.IApplicationLifetime"], "ApplicationStopping", Signal.Stop),
        (types["Microsoft.AspNetCore.Hosting.IApplicationLifetime"], "ApplicationStarted", Signal.Wrong),
        (types["Microsoft.AspNetCore.Hosting.IApplicationLifetime"], "ApplicationStopped", Signal.Wrong),
        (types.HttpContext, "RequestAborted", Signal.Request),
        (types["Microsoft.AspNetCore.Http.Features.IHttpRequestLifetimeFeature"], "RequestAborted", Signal.Request),
        (types["Grpc.Core.ServerCallContext"], "CancellationToken", Signal.Request),
        (types["Microsoft.AspNetCore.SignalR.HubCallerContext"], "ConnectionAborted", Signal.Connection),
        (types["Microsoft.AspNetCore.Connections.ConnectionContext"], "ConnectionClosed", Signal.Connection),
        (types["Microsoft.AspNetCore.Connections.BaseConnectionContext"], "ConnectionClosed", Signal.Connection));

    /// <summary>The meaning of a property of a framework type that returns a token, or <see langword="null"/>.</summary>
    public Signal? Of(IPropertySymbol property)
    {
        foreach (var (type, member, signal) in members)
        {
            if (type is not null && property.Name == member && property.ContainingType.DerivesFrom(type))
            {
                return signal;
            }
        }

        return null;
    }
}

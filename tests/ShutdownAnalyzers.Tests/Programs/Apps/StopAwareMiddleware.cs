namespace Ledger.Web;

public interface IStopFeature
{
    CancellationToken RequestOrHost { get; }
}

internal sealed record StopFeature(CancellationToken RequestOrHost) : IStopFeature;

public sealed class StopAwareMiddleware
{
    private readonly RequestDelegate _next;
    private readonly IHostApplicationLifetime _lifetime;

    public StopAwareMiddleware(RequestDelegate next, IHostApplicationLifetime lifetime) => (_next, _lifetime) = (next, lifetime);

    public Task InvokeAsync(HttpContext context)
    {
        context.Features.Set<IStopFeature>(new StopFeature(Combine(context.RequestAborted))); //! HAZARD combine SHUT304
        return _next(context);
    }

    private CancellationToken Combine(CancellationToken aborted) => //! HAZARD combine SHUT304
        aborted.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(aborted, _lifetime.ApplicationStopping).Token //! HAZARD combine SHUT304
            : _lifetime.ApplicationStopping;
}

public static class LedgerEndpoints
{
    public static IApplicationBuilder UseStopAware(this IApplicationBuilder app) => app.UseMiddleware<StopAwareMiddleware>();

    public static void MapLedger(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/ledger/next", async (HttpContext context, ILedger ledger) =>
        {
            var stop = context.Features.Get<IStopFeature>()!.RequestOrHost;
            try
            {
                return Results.Ok(await ledger.NextEntryAsync(stop));
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }
        });
}

public interface ILedger
{
    Task<string> NextEntryAsync(CancellationToken cancellationToken);
}

namespace Pricing.Gateway;

public interface ITariffBackend
{
    Task<decimal> QuoteAsync(string product, CancellationToken cancellationToken);
}

public sealed class CallScope
{
    private readonly IHostApplicationLifetime _lifetime;

    public CallScope(IHostApplicationLifetime lifetime) => _lifetime = lifetime;

    public CancellationToken For(CancellationToken request)
        => CancellationTokenSource.CreateLinkedTokenSource(request, _lifetime.ApplicationStopping).Token; //! HAZARD leak SHUT304
}

public static class TariffEndpoints
{
    public static void MapTariffs(this WebApplication app)
    {
        app.MapGet("/tariffs/{product}", async (string product, ITariffBackend backend, CallScope scope, CancellationToken ct) =>
        {
            var both = scope.For(ct);
            try
            {
                return Results.Ok(await backend.QuoteAsync(product, both));
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested && both.IsCancellationRequested)
            {
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }
        });
    }

    public static IServiceCollection AddTariffs<T>(this IServiceCollection services) where T : class, ITariffBackend
        => services.AddSingleton<CallScope>().AddScoped<ITariffBackend, T>();
}

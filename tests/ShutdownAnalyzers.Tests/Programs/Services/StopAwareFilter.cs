using Microsoft.AspNetCore.Http.Features;

namespace Api.Filters;

public interface IOpenEnded
{
    CancellationToken Token { get; }
}

internal sealed class OpenEnded(CancellationToken token) : IOpenEnded
{
    public CancellationToken Token { get; } = token;
}

internal sealed class StopAwareFilter(IHostApplicationLifetime lifetime) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        http.Features.Set<IOpenEnded>(new OpenEnded(either.Token));
        try
        {
            return await next(context);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested && !http.Response.HasStarted)
        {
            http.Response.Headers.RetryAfter = "1";
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}

public interface IStock
{
    Task<int> LevelAsync(string article, CancellationToken ct);
}

public static class StockEndpoints
{
    public static void MapStock(this IEndpointRouteBuilder endpoints)
    {
        var stock = endpoints.MapGroup("/stock");
        stock.MapGet("/{article}", (string article, IStock levels, CancellationToken ct) => levels.LevelAsync(article, ct));
        stock.MapGet("/{article}/back", BackInStock).AddEndpointFilter<RouteHandlerBuilder, StopAwareFilter>();
    }

    private static async Task<int> BackInStock(string article, IStock levels, HttpContext context)
    {
        var token = context.Features.GetRequiredFeature<IOpenEnded>().Token;
        for (;;)
        {
            var level = await levels.LevelAsync(article, token);
            if (level > 0) return level;
            await Task.Delay(TimeSpan.FromSeconds(1), token);
        }
    }
}

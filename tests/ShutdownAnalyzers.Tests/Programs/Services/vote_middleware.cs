using Microsoft.AspNetCore.Http.Features;

namespace Town.Votes;

public interface IPolls
{
    Task<bool> OpenAsync(int poll, CancellationToken ct);
    Task ClosedAsync(int poll, CancellationToken ct);
}

public sealed class UntilStopFeature(CancellationToken token)
{
    public CancellationToken Token => token;
}

public sealed class UntilStopMiddleware(RequestDelegate next, IHostApplicationLifetime lifetime)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            context.Features.Set(new UntilStopFeature(source.Token));
            await next(context);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested && !context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "5";
        }
        finally
        {
            context.Features.Set<UntilStopFeature>(null);
            source.Dispose();
        }
    }
}

public static class VoteEndpoints
{
    public static CancellationToken UntilStop(this HttpContext context)
        => context.Features.GetRequiredFeature<UntilStopFeature>().Token;

    public static void UseVotes(this WebApplication app)
    {
        app.UseMiddleware<UntilStopMiddleware>();
        app.MapGet("/polls/{poll:int}/closed", async (int poll, HttpContext context, IPolls polls) =>
        {
            var ct = context.UntilStop();
            while (await polls.OpenAsync(poll, ct))
                await polls.ClosedAsync(poll, ct);

            return Results.Ok();
        });
    }
}

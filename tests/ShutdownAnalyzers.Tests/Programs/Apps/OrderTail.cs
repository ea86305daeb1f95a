namespace Shop.Orders;

public interface IOrderLog
{
    ValueTask<string?> AfterAsync(long position);
}

public interface IApplicationStop
{
    CancellationToken Token { get; }
    Task WaitAsync(TimeSpan time);
}

internal sealed class ApplicationStop(IHostApplicationLifetime lifetime) : IApplicationStop
{
    public CancellationToken Token => lifetime.ApplicationStopping;

    public async Task WaitAsync(TimeSpan time) =>
        await Task.Delay(time, Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}

internal sealed class OrderTailMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, IOrderLog log, IApplicationStop stop)
    {
        if (context.Request.Path != "/orders/tail" || !long.TryParse(context.Request.Query["from"], out var position))
        {
            await next(context);
            return;
        }

        context.Response.ContentType = "application/x-ndjson";
        await context.Response.StartAsync(context.RequestAborted);

        while (true)
        {
            if (stop.Token.IsCancellationRequested || context.RequestAborted.IsCancellationRequested)
                break;

            while (await log.AfterAsync(position) is { } order)
            {
                await context.Response.WriteAsync(order + "\n", context.RequestAborted);
                position++;
            }

            await context.Response.Body.FlushAsync(context.RequestAborted);
            await stop.WaitAsync(TimeSpan.FromSeconds(1));
        }
    }
}

public static class OrderTail
{
    public static IServiceCollection AddOrderTail(this IServiceCollection services) => services.AddSingleton<IApplicationStop, ApplicationStop>();

    public static IApplicationBuilder UseOrderTail(this IApplicationBuilder app) => app.UseMiddleware<OrderTailMiddleware>();
}

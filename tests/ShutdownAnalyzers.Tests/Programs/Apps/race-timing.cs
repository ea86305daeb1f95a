using System.Globalization;

namespace Races.Timing;

public interface IStopwatchFeed
{
    bool TryLatest(string bib, out TimeSpan time);
}

internal abstract class StreamMiddleware(RequestDelegate next, PathString prefix)
{
    public async Task InvokeAsync(HttpContext context) //! HAZARD live SHUT401 SHUT402
    {
        if (!context.Request.Path.StartsWithSegments(prefix, out var rest))
        {
            await next(context);
            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "text/event-stream";
        await WriteAsync(context, rest.Value?.Trim('/') ?? ""); //! HAZARD live SHUT401 SHUT402
    }

    protected abstract Task WriteAsync(HttpContext context, string topic);
}

internal sealed class RaceTimingMiddleware(RequestDelegate next, IStopwatchFeed feed) : StreamMiddleware(next, "/live")
{
    protected override async Task WriteAsync(HttpContext context, string bib) //! HAZARD live SHUT401 SHUT402
    {
        var last = TimeSpan.Zero;
        var aborted = context.RequestAborted;

    next: //! HAZARD live SHUT401 SHUT402
        if (feed.TryLatest(bib, out var time) && time != last)
        {
            await context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"data: {time:c}\n\n"), aborted);
            await context.Response.Body.FlushAsync(aborted);
            last = time;
        }

        await Task.Delay(TimeSpan.FromMilliseconds(500), aborted); //! HAZARD live SHUT401 SHUT402
        goto next; //! HAZARD live SHUT401 SHUT402
    }
}

public static class RaceTimingExtensions
{
    public static IApplicationBuilder UseRaceTiming(this IApplicationBuilder app) => app.UseMiddleware<RaceTimingMiddleware>(); //! HAZARD live SHUT401 SHUT402
}

using Microsoft.AspNetCore.Mvc;

namespace Aquarium.Live;

public interface ITankCamera
{
    long Sequence { get; }
    ReadOnlyMemory<byte> Frame { get; }
}

internal static class LiveEndpoints
{
    public static void MapLive(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tanks/next-frame", NextFrameAsync);
        routes.MapGet("/tanks/snapshot", (ITankCamera camera) => Results.Bytes(camera.Frame.ToArray(), "image/jpeg"));
        routes.MapGet("/tanks/stream", StreamAsync);
    }

    private static async Task<IResult> NextFrameAsync(long after, ITankCamera camera, [FromServices] IHostApplicationLifetime lifetime, CancellationToken aborted)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
        try
        {
            while (camera.Sequence <= after)
                await Task.Delay(100, linked.Token);

            return Results.Bytes(camera.Frame.ToArray(), "image/jpeg");
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task StreamAsync(HttpContext context, ITankCamera camera, IHostApplicationLifetime lifetime)
    {
        context.Response.ContentType = "text/event-stream";
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1));
        var last = -1L;
        try
        {
            while (await ticks.WaitForNextTickAsync(ended.Token))
            {
                if (camera.Sequence == last)
                    continue;

                last = camera.Sequence;
                await context.Response.WriteAsync($"id: {last}\ndata: {camera.Frame.Length}\n\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            if (!context.RequestAborted.IsCancellationRequested)
                await context.Response.WriteAsync("event: closing\ndata: restart\n\n", context.RequestAborted);
        }
    }
}

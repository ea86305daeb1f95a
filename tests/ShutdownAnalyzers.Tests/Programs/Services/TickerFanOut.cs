using System.Text.Json;

namespace Stadium.Ticker;

public sealed record Goal(string Team, int Minute, string Scorer);

public sealed class Subscriber(HttpResponse response)
{
    private readonly SemaphoreSlim _writing = new(1, 1);

    public async Task<bool> SendAsync(string payload)
    {
        if (response.HttpContext.RequestAborted.IsCancellationRequested) return false;
        await _writing.WaitAsync(response.HttpContext.RequestAborted);
        try
        {
            await response.WriteAsync($"data: {payload}\n\n", response.HttpContext.RequestAborted);
            await response.Body.FlushAsync(response.HttpContext.RequestAborted);
            return true;
        }
        finally
        {
            _writing.Release();
        }
    }
}

internal static class TickerFanOut
{
    private static readonly Lock Sync = new();
    private static readonly List<Subscriber> Subscribers = []; //! HAZARD fans SHUT405

    public static async Task PublishAsync(Goal goal)
    {
        var payload = JsonSerializer.Serialize(goal, JsonSerializerOptions.Web);
        Subscriber[] current;
        lock (Sync) current = [.. Subscribers];

        foreach (var subscriber in current)
        {
            if (await subscriber.SendAsync(payload)) continue;
            lock (Sync) Subscribers.Remove(subscriber);
        }
    }

    public static async Task FollowAsync(HttpContext context) //! HAZARD fans SHUT405 SHUT402 SHUT401
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync(context.RequestAborted);

        var subscriber = new Subscriber(context.Response);
        lock (Sync) Subscribers.Add(subscriber); //! HAZARD fans SHUT405
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.RequestAborted.Register(static s => ((TaskCompletionSource)s!).TrySetResult(), gone); //! HAZARD fans SHUT402 SHUT401 SHUT405
        await gone.Task; //! HAZARD fans SHUT401 SHUT402 SHUT405
        lock (Sync) Subscribers.Remove(subscriber);
    }
}

public static class TickerEndpoints
{
    public static void MapTicker(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/goals", async (Goal goal) =>
        {
            await TickerFanOut.PublishAsync(goal);
            return Results.Accepted();
        });
        endpoints.MapGet("/goals/live", TickerFanOut.FollowAsync); //! HAZARD fans SHUT401 SHUT402 SHUT405
    }
}

namespace Hydrology.Rivers;

public sealed class LevelSubscriber(HttpResponse response)
{
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task SendAsync(double level)
    {
        await response.WriteAsync($"data: {level:F2}\n\n");
        await response.Body.FlushAsync();
    }
}

public sealed class LevelBroadcast
{
    private readonly List<LevelSubscriber> _subscribers = []; //! HAZARD subscribers SHUT405 SHUT401 SHUT402

    public void Join(LevelSubscriber subscriber) //! HAZARD subscribers SHUT405
    {
        lock (_subscribers) _subscribers.Add(subscriber); //! HAZARD subscribers SHUT405
    }

    public void Leave(LevelSubscriber subscriber)
    {
        lock (_subscribers) _subscribers.Remove(subscriber);
    }

    public async Task PublishAsync(double level)
    {
        LevelSubscriber[] current;
        lock (_subscribers) current = [.. _subscribers];

        foreach (var subscriber in current)
            await subscriber.SendAsync(level);
    }
}

public static class RiverEndpoints
{
    public static IServiceCollection AddRivers(this IServiceCollection services) => services.AddSingleton<LevelBroadcast>(); //! HAZARD subscribers SHUT405

    public static void MapRivers(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/levels", (double metres, LevelBroadcast broadcast) => broadcast.PublishAsync(metres));
        endpoints.MapGet("/levels", StreamAsync); //! HAZARD subscribers SHUT401 SHUT402 SHUT405
    }

    private static async Task StreamAsync(HttpContext context, LevelBroadcast broadcast) //! HAZARD subscribers SHUT401 SHUT402 SHUT405
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.StartAsync();

        var subscriber = new LevelSubscriber(context.Response);
        using var left = context.RequestAborted.Register(() => subscriber.Ended.TrySetResult());
        broadcast.Join(subscriber); //! HAZARD subscribers SHUT405
        try
        {
            await subscriber.Ended.Task; //! HAZARD subscribers SHUT401 SHUT402 SHUT405 SHUT102
        }
        finally
        {
            broadcast.Leave(subscriber);
        }
    }
}

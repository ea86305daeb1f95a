using System.Collections.Immutable;

namespace Social.Notifications;

public sealed record Notice(string User, string Text);

public sealed class OpenStream(HttpContext context) : IEquatable<OpenStream>
{
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string User { get; } = context.User.Identity?.Name ?? context.Request.Query["user"].ToString();

    public Task Over => _over.Task;

    public async Task WriteAsync(string text)
    {
        try
        {
            await context.Response.WriteAsync($"event: notice\ndata: {text}\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
        catch (Exception ex) when (ex is IOException or OperationCanceledException)
        {
            _over.TrySetResult();
        }
    }

    public void Leave() => _over.TrySetResult();

    public bool Equals(OpenStream? other) => ReferenceEquals(this, other);
    public override bool Equals(object? obj) => Equals(obj as OpenStream);
    public override int GetHashCode() => HashCode.Combine(User, context.Connection.Id);
}

public sealed class StreamRegistry
{
    private ImmutableHashSet<OpenStream> _streams = []; //! HAZARD streams SHUT405

    public int Count => _streams.Count;

    public void Add(OpenStream stream) => ImmutableInterlocked.Update(ref _streams, s => s.Add(stream)); //! HAZARD streams SHUT405

    public void Remove(OpenStream stream) => ImmutableInterlocked.Update(ref _streams, s => s.Remove(stream));

    public Task TellAsync(Notice notice) => Task.WhenAll(_streams.Where(s => s.User == notice.User).Select(s => s.WriteAsync(notice.Text)));
}

public static class NotificationStreams
{
    public static IServiceCollection AddNotifications(this IServiceCollection services) => services.AddSingleton<StreamRegistry>(); //! HAZARD streams SHUT405

    public static void MapNotifications(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/notices");
        group.MapGet("/count", (StreamRegistry streams) => streams.Count);
        group.MapPost("/", async (Notice notice, StreamRegistry streams) =>
        {
            await streams.TellAsync(notice);
            return Results.Accepted();
        });
        group.MapGet("/stream", StreamAsync); //! HAZARD streams SHUT405 SHUT401 SHUT402
    }

    private static async Task StreamAsync(HttpContext context, StreamRegistry streams) //! HAZARD streams SHUT401 SHUT402 SHUT405
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "text/event-stream";
        var stream = new OpenStream(context);
        streams.Add(stream); //! HAZARD streams SHUT405
        try
        {
            await stream.WriteAsync("welcome");
            using var left = context.RequestAborted.Register(stream.Leave); //! HAZARD streams SHUT401 SHUT402 SHUT405
            await stream.Over; //! HAZARD streams SHUT401 SHUT402 SHUT405
        }
        finally
        {
            streams.Remove(stream);
        }
    }
}

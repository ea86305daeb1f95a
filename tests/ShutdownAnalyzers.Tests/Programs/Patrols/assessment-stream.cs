using System.Collections.Concurrent;
using System.Threading.Channels;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<AssessmentFeed>();

var app = builder.Build();
app.MapPost("/assessments", (Assessment assessment, AssessmentFeed feed) =>
{
    feed.Publish(assessment);
    return Results.Accepted();
});
app.MapGet("/assessments/{office}/stream", AssessmentStream.RunAsync);
await app.RunAsync();

public sealed record Assessment(string Office, string TaxNumber, decimal Due);

public sealed class AssessmentFeed
{
    private readonly ConcurrentDictionary<Guid, (string Office, ChannelWriter<Assessment> Writer)> _readers = new();

    public void Publish(Assessment assessment)
    {
        foreach (var (office, writer) in _readers.Values)
        {
            if (office == assessment.Office)
                writer.TryWrite(assessment);
        }
    }

    public Subscription Subscribe(string office)
    {
        var channel = Channel.CreateUnbounded<Assessment>(new UnboundedChannelOptions { SingleReader = true });
        var id = Guid.NewGuid();
        _readers[id] = (office, channel.Writer);
        return new Subscription(channel.Reader, () => _readers.TryRemove(id, out _));
    }

    public sealed class Subscription(ChannelReader<Assessment> reader, Action leave) : IDisposable
    {
        public ChannelReader<Assessment> Reader { get; } = reader;

        public void Dispose() => leave();
    }
}

internal static class AssessmentStream
{
    public static async Task RunAsync(string office, HttpContext context, AssessmentFeed feed, IHostApplicationLifetime lifetime)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        using var subscription = feed.Subscribe(office);

        var response = context.Response;
        response.ContentType = "text/event-stream";
        await response.StartAsync(context.RequestAborted);

        while (await MoreAsync(subscription.Reader, ended.Token))
            await SendAsync(response, subscription.Reader, context.RequestAborted);

        if (!context.RequestAborted.IsCancellationRequested)
            await SendAsync(response, subscription.Reader, context.RequestAborted);
    }

    private static async ValueTask<bool> MoreAsync(ChannelReader<Assessment> reader, CancellationToken ended)
    {
        try
        {
            return await reader.WaitToReadAsync(ended);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task SendAsync(HttpResponse response, ChannelReader<Assessment> reader, CancellationToken aborted)
    {
        for (var left = reader.Count; left > 0 && reader.TryRead(out var assessment); left--)
            await response.WriteAsync($"event: assessment\ndata: {assessment.TaxNumber};{assessment.Due}\n\n", aborted);
        await response.Body.FlushAsync(aborted);
    }
}

using System.Collections.Concurrent;
using System.Threading.Channels;

namespace News.Fanout;

public sealed class Fanout : IDisposable
{
    private readonly ConcurrentDictionary<int, Channel<string>> _readers = new();
    private readonly CancellationTokenRegistration _closing;
    private int _next;
    private volatile bool _closed;

    public Fanout(IHostApplicationLifetime lifetime) =>
        _closing = lifetime.ApplicationStopping.Register(static state => ((Fanout)state!).Complete(), this);

    public (int Id, ChannelReader<string> Items) Subscribe()
    {
        var channel = Channel.CreateBounded<string>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest });
        var id = Interlocked.Increment(ref _next);
        _readers[id] = channel;
        if (_closed) Unsubscribe(id);
        return (id, channel.Reader);
    }

    public void Unsubscribe(int id)
    {
        if (_readers.TryRemove(id, out var channel)) channel.Writer.TryComplete();
    }

    public void Publish(string headline)
    {
        foreach (var channel in _readers.Values)
            channel.Writer.TryWrite(headline);
    }

    public void Dispose() => _closing.Dispose();

    private void Complete()
    {
        _closed = true;
        foreach (var id in _readers.Keys)
            Unsubscribe(id);
    }
}

public static class FanoutRoutes
{
    public static void MapNews(this RouteGroupBuilder news)
    {
        news.MapPost("/", (string headline, Fanout fanout) => fanout.Publish(headline));
        news.MapGet("/stream", static async (HttpContext context, Fanout fanout) =>
        {
            var (id, items) = fanout.Subscribe();
            try
            {
                context.Response.ContentType = "text/event-stream";
                await foreach (var headline in items.ReadAllAsync(context.RequestAborted))
                {
                    await context.Response.WriteAsync($"data: {headline}\n\n", context.RequestAborted);
                    await context.Response.Body.FlushAsync(context.RequestAborted);
                }
            }
            finally
            {
                fanout.Unsubscribe(id);
            }
        });
    }
}

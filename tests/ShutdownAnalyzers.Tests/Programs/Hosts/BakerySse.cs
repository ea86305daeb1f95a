using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Bakery.Counter;

public sealed record FreshBatch(string Bread, int Pieces, DateTimeOffset OutOfOven);

public sealed class BatchBoard
{
    private readonly Lock _gate = new();
    private readonly List<Channel<FreshBatch>> _readers = [];

    public void Publish(FreshBatch batch)
    {
        lock (_gate)
        {
            foreach (var reader in _readers)
                reader.Writer.TryWrite(batch);
        }
    }

    public async IAsyncEnumerable<FreshBatch> SubscribeAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var channel = Channel.CreateBounded<FreshBatch>(new BoundedChannelOptions(16) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_gate)
            _readers.Add(channel);

        try
        {
            while (await WaitAsync(channel.Reader, ct))
            {
                while (channel.Reader.TryRead(out var batch))
                    yield return batch;
            }
        }
        finally
        {
            lock (_gate)
                _readers.Remove(channel);

            channel.Writer.TryComplete();
        }
    }

    private static async Task<bool> WaitAsync(ChannelReader<FreshBatch> reader, CancellationToken ct)
    {
        try
        {
            return await reader.WaitToReadAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return false;
        }
    }
}

public static class BatchEndpoints
{
    public static RouteGroupBuilder MapBatches(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/batches");

        group.MapPost("/", (FreshBatch batch, BatchBoard board) => board.Publish(batch));
        group.MapGet("/live", (BatchBoard board, IHostApplicationLifetime lifetime, CancellationToken ct) =>
            TypedResults.ServerSentEvents(EventsAsync(board, lifetime, ct)));

        return group;
    }

    private static async IAsyncEnumerable<SseItem<FreshBatch>> EventsAsync(
        BatchBoard board,
        IHostApplicationLifetime lifetime,
        [EnumeratorCancellation] CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);

        var id = 0;
        await foreach (var batch in board.SubscribeAsync(either.Token))
            yield return new SseItem<FreshBatch>(batch, "batch") { EventId = (++id).ToString() };
    }
}

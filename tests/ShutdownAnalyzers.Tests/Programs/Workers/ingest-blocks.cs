using System.Collections.Concurrent;

namespace Chain.Ingest;

public sealed record Block(long Height, byte[] Body);

public interface IBlockStore
{
    void Put(Block block);
}

internal sealed class BlockIngest(IBlockStore store, ILogger<BlockIngest> logger) : IHostedService, IDisposable
{
    private readonly BlockingCollection<Block> _blocks = new(new ConcurrentQueue<Block>(), 128);
    private Task _consumer = Task.CompletedTask;

    public bool TryAdd(Block block) => !_blocks.IsAddingCompleted && _blocks.TryAdd(block);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _consumer = Task.Factory.StartNew(Consume, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _blocks.CompleteAdding();
        try
        {
            await _consumer.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            logger.LogWarning("{Count} blocks were not stored", _blocks.Count);
        }
    }

    public void Dispose() => _blocks.Dispose();

    private void Consume()
    {
        foreach (var block in _blocks.GetConsumingEnumerable())
        {
            if (block.Body.Length == 0) continue;
            store.Put(block);
        }
    }
}

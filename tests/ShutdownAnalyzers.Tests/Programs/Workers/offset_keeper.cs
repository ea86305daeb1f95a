namespace Streams.Offsets;

public interface IPartition
{
    int Number { get; }
    Task<(long Offset, byte[] Value)> ReadAsync(CancellationToken ct);
    Task CommitAsync(long offset, CancellationToken ct);
}

public interface IMessageSink
{
    ValueTask HandleAsync(ReadOnlyMemory<byte> value);
}

public sealed class PartitionReader(IPartition partition, IMessageSink sink) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var progress = (Last: -1L, Committed: -1L);
        while (true)
        {
            try
            {
                var (offset, value) = await partition.ReadAsync(stoppingToken);
                await sink.HandleAsync(value);
                progress.Last = offset;

                if (progress.Last - progress.Committed >= 500)
                {
                    await partition.CommitAsync(progress.Last, stoppingToken);
                    progress.Committed = progress.Last;
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                if (progress.Last > progress.Committed)
                    await partition.CommitAsync(progress.Last, stoppingToken); //! HAZARD commit SHUT108
                return;
            }
            catch (IOException e)
            {
                Console.Error.WriteLine($"partition {partition.Number}: {e.Message}");
                await Task.Delay(2_000, stoppingToken);
            }
        }
    }
}

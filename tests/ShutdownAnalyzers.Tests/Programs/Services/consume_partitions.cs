using System.Threading.Channels;

namespace Stream.Partitions;

public sealed record Record(int Partition, long Offset, byte[] Value);

public interface IRecordSource
{
    IAsyncEnumerable<Record> ReadAsync(CancellationToken ct);
    Task CommitAsync(int partition, long offset, CancellationToken ct);
}

public interface IRecordHandler
{
    Task HandleAsync(Record record, CancellationToken ct);
}

public sealed class PartitionedConsumer(IRecordSource source, IRecordHandler handler, ILogger<PartitionedConsumer> logger) : BackgroundService
{
    private const int Partitions = 8;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lanes = Enumerable.Range(0, Partitions).Select(_ => Channel.CreateBounded<Record>(32)).ToArray();
        var workers = lanes.Select(lane => WorkAsync(lane.Reader)).ToArray();
        try
        {
            await foreach (var record in source.ReadAsync(stoppingToken))
                await lanes[record.Partition % Partitions].Writer.WriteAsync(record, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.LogInformation("No new records are read");
        }
        finally
        {
            foreach (var lane in lanes)
                lane.Writer.TryComplete();

            await Task.WhenAll(workers);
        }
    }

    // finishes what its lane holds, then commits once
    private async Task WorkAsync(ChannelReader<Record> lane)
    {
        Record? last = null;
        await foreach (var record in lane.ReadAllAsync())
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            try
            {
                await handler.HandleAsync(record, limit.Token);
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "Record {Offset} was skipped", record.Offset);
            }

            last = record;
            if (record.Offset % 100 == 0)
                await source.CommitAsync(record.Partition, record.Offset, CancellationToken.None);
        }

        if (last is not null)
            await source.CommitAsync(last.Partition, last.Offset, CancellationToken.None);
    }
}

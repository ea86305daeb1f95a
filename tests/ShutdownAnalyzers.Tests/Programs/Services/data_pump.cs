using System.Threading.Channels;

namespace Etl.Pump;

public sealed record Row(long Id, string Json);

public interface IRowSource
{
    IAsyncEnumerable<Row> ReadAsync(long after, CancellationToken ct);
}

public interface IRowTarget
{
    Task WriteAsync(IReadOnlyList<Row> rows, CancellationToken ct);
}

/// <summary>The reader owns the end of the channel: it completes the writer whatever happens.</summary>
public sealed class DataPump(IRowSource source, IRowTarget target, ILogger<DataPump> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var rows = Channel.CreateBounded<Row>(10_000);
        var writing = WriteAsync(rows.Reader);
        try
        {
            await ReadAsync(rows.Writer, stoppingToken);
        }
        finally
        {
            await writing;
        }
    }

    private async Task ReadAsync(ChannelWriter<Row> rows, CancellationToken stop)
    {
        Exception? failure = null;
        try
        {
            var last = 0L;
            while (true)
            {
                await foreach (var row in source.ReadAsync(last, stop))
                {
                    await rows.WriteAsync(row, stop);
                    last = row.Id;
                }

                await Task.Delay(TimeSpan.FromSeconds(30), stop);
            }
        }
        catch (Exception ex)
        {
            failure = stop.IsCancellationRequested ? null : ex;
        }
        finally
        {
            rows.Complete(failure);
        }
    }

    private async Task WriteAsync(ChannelReader<Row> rows)
    {
        var batch = new List<Row>(500);
        try
        {
            while (await rows.WaitToReadAsync())
            {
                while (batch.Count < 500 && rows.TryRead(out var row))
                    batch.Add(row);

                await target.WriteAsync(batch, CancellationToken.None);
                batch.Clear();
            }
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "{Count} rows were not written", batch.Count);
            throw;
        }
    }
}

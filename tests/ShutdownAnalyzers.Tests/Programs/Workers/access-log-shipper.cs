using System.Threading.Channels;

namespace Gateway.Logs;

public readonly record struct AccessLine(DateTimeOffset At, string Path, int Status);

public interface IBulkIndex
{
    Task WriteAsync(IReadOnlyCollection<AccessLine> lines, CancellationToken cancellationToken);
}

public sealed class AccessLogShipper(ChannelReader<AccessLine> lines, IBulkIndex index) : BackgroundService
{
    private const int BatchSize = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<AccessLine>(BatchSize);
        using var drainLimit = new CancellationTokenSource();

        await CollectAsync(batch, stoppingToken); //! HAZARD rest SHUT107

        drainLimit.CancelAfter(TimeSpan.FromSeconds(8));
        if (batch.Count > 0) await index.WriteAsync(batch, drainLimit.Token); //! HAZARD rest SHUT107
    }

    private async Task CollectAsync(List<AccessLine> batch, CancellationToken ct)
    {
        await foreach (var line in lines.ReadAllAsync(ct)) //! HAZARD rest SHUT107 SHUT112
        {
            ct.ThrowIfCancellationRequested();
            batch.Add(line);
            if (batch.Count < BatchSize) continue;

            await index.WriteAsync(batch, ct);
            batch.Clear();
        }
    }
}

using System.Threading.Channels;

namespace Audit.Pipeline;

public sealed record AuditEntry(string User, string Action, DateTimeOffset At);

public interface IAuditStore
{
    Task AppendAsync(IReadOnlyList<AuditEntry> entries);
}

public sealed class AuditPipeline : BackgroundService
{
    private const int MaxBatch = 64;

    private readonly Channel<AuditEntry> _entries = Channel.CreateBounded<AuditEntry>(
        new BoundedChannelOptions(2048) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });

    private readonly IAuditStore _store;
    private readonly ILogger<AuditPipeline> _logger;

    public AuditPipeline(IAuditStore store, ILogger<AuditPipeline> logger)
    {
        _store = store;
        _logger = logger;
    }

    public bool TryAdd(AuditEntry entry) => _entries.Writer.TryWrite(entry);

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _entries.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    // Everything that was accepted has to be written: the reader ends when the writer was completed, not earlier.
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<AuditEntry>(MaxBatch);
        var reader = _entries.Reader;

        while (await reader.WaitToReadAsync(CancellationToken.None))
        {
            while (batch.Count < MaxBatch && reader.TryRead(out var entry))
                batch.Add(entry);

            try
            {
                await _store.AppendAsync(batch);
            }
            catch (IOException ex)
            {
                _logger.LogError(ex, "{Count} entries are lost", batch.Count);
            }

            batch.Clear();
        }
    }
}

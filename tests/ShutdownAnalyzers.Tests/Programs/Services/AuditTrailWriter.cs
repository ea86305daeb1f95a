namespace Hospital.Audit;

public sealed record AuditEntry(string Actor, string Action, DateTimeOffset At);

public interface IAuditSource
{
    Task<AuditEntry?> TryTakeAsync(TimeSpan wait, CancellationToken ct);
}

public interface IAuditArchive
{
    Task AppendAsync(IReadOnlyCollection<AuditEntry> entries, CancellationToken ct);
}

internal sealed class Page(int capacity)
{
    private readonly List<AuditEntry> _entries = new(capacity);

    public bool Full => _entries.Count >= capacity;

    public void Add(AuditEntry entry) => _entries.Add(entry);

    public async Task WriteAsync(IAuditArchive archive, CancellationToken ct)
    {
        if (_entries.Count == 0) return;
        await archive.AppendAsync(_entries, ct);
        _entries.Clear();
    }
}

public sealed class AuditTrailWriter(IAuditSource source, IAuditArchive archive, ILogger<AuditTrailWriter> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var page = new Page(500);
        try
        {
            await CollectAsync(page, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.LogInformation("Audit trail closes its last page");
        }
        finally
        {
            await page.WriteAsync(archive, stoppingToken); //! HAZARD lastpage SHUT108
        }
    }

    private async Task CollectAsync(Page page, CancellationToken ct)
    {
        var due = DateTimeOffset.UtcNow.AddMinutes(1);
        while (!ct.IsCancellationRequested)
        {
            if (await source.TryTakeAsync(TimeSpan.FromSeconds(5), ct) is { } entry)
                page.Add(entry);

            if (!page.Full && DateTimeOffset.UtcNow < due) continue;
            await page.WriteAsync(archive, ct);
            due = DateTimeOffset.UtcNow.AddMinutes(1);
        }
    }
}

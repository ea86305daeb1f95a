namespace Compliance.Audit;

public sealed record AuditEvent(Guid Id, string Actor, string Verb, DateTimeOffset At);

public interface IAuditSource
{
    Task<AuditEvent?> NextAsync(CancellationToken cancellationToken);
}

public interface IAuditArchive
{
    Task AppendAsync(IReadOnlyList<AuditEvent> events, CancellationToken cancellationToken);
}

internal sealed class AuditBatcher(IAuditSource source, IAuditArchive archive) : BackgroundService
{
    private readonly List<AuditEvent> _pending = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await source.NextAsync(stoppingToken) is { } next)
            {
                _pending.Add(next);
                if (_pending.Count == 100) await WriteAsync(stoppingToken);
            }
        }
        finally
        {
            if (_pending is not []) await WriteAsync(stoppingToken); //! HAZARD last SHUT108
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken) //! HAZARD last SHUT108
    {
        await archive.AppendAsync(_pending, cancellationToken); //! HAZARD last SHUT108
        _pending.Clear();
    }
}

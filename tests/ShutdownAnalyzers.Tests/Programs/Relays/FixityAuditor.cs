using System.Security.Cryptography;

namespace Archive.Fixity;

public sealed record StoredObject(string Key, string Path, string Sha256);

public interface IObjectCatalogue
{
    IAsyncEnumerable<StoredObject> OldestChecksAsync(int count, CancellationToken cancellationToken);
}

public interface IAuditLedger
{
    Task<IAuditSession> OpenAsync(CancellationToken cancellationToken);
}

public interface IAuditSession
{
    Task NoteAsync(string key, bool intact, CancellationToken cancellationToken);
    Task CloseAsync(int intact, int damaged, CancellationToken cancellationToken);
}

public sealed partial class FixityAuditor(IObjectCatalogue catalogue, IAuditLedger ledger, ILogger<FixityAuditor> logger) : BackgroundService
{
    private readonly PeriodicRest _rest = new(TimeSpan.FromHours(6));
    private int _intact;
    private int _damaged;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var session = await ledger.OpenAsync(stoppingToken);
        try
        {
            do
            {
                await AuditAsync(session, stoppingToken);
            }
            while (await _rest.TakeAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.LogInformation("Audit interrupted");
        }
        finally
        {
            await CloseAsync(session);
        }
    }

    private Task AuditAsync(IAuditSession session, CancellationToken stop)
    {
        var settings = new ParallelOptions { CancellationToken = stop, MaxDegreeOfParallelism = 4 };
        return Parallel.ForEachAsync(catalogue.OldestChecksAsync(5_000, stop), settings, async (item, token) =>
        {
            var intact = await IsIntactAsync(item, token);
            Interlocked.Increment(ref (intact ? ref _intact : ref _damaged));
            await session.NoteAsync(item.Key, intact, token);
        });
    }

    private async Task CloseAsync(IAuditSession session)
    {
        using var grace = new CancellationTokenSource();
        grace.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            await session.CloseAsync(_intact, _damaged, grace.Token);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Audit session stays open");
        }
    }
}

public sealed partial class FixityAuditor
{
    private async Task<bool> IsIntactAsync(StoredObject item, CancellationToken token)
    {
        try
        {
            await using var file = File.OpenRead(item.Path);
            var hash = await SHA256.HashDataAsync(file, token);
            return Convert.ToHexString(hash).Equals(item.Sha256, StringComparison.OrdinalIgnoreCase);
        }
        catch (IOException ex)
        {
            logger.LogError(ex, "{Key} cannot be read", item.Key);
            return false;
        }
    }

    private sealed class PeriodicRest(TimeSpan time)
    {
        public async Task<bool> TakeAsync(CancellationToken stop)
        {
            await Task.Delay(time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return !stop.IsCancellationRequested;
        }
    }
}

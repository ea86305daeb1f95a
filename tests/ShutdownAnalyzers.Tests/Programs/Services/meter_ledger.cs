using System.Threading.Channels;

namespace Utility.Ledger;

public readonly record struct Reading(string Meter, long Value, DateTimeOffset At);

public interface ILedger
{
    Task CommitAsync(IReadOnlyCollection<Reading> readings, CancellationToken ct);
}

public sealed class MeterLedger(ChannelReader<Reading> readings, ILedger ledger, ILogger<MeterLedger> logger) : BackgroundService
{
    private readonly List<Reading> _open = new(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var reading in readings.ReadAllAsync(stoppingToken))
            {
                _open.Add(reading);
                if (_open.Count >= 500)
                    await CommitAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.LogInformation("{Count} readings are still open", _open.Count);
        }
        finally
        {
            await CommitAsync(stoppingToken); //! HAZARD commit SHUT108
        }
    }

    private async Task CommitAsync(CancellationToken ct)
    {
        if (_open.Count == 0)
            return;

        await ledger.CommitAsync(_open, ct); //! HAZARD commit SHUT108
        _open.Clear();
    }
}

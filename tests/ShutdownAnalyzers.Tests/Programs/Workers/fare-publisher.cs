namespace Transit.Fares;

public interface IFareBoard
{
    Task PublishAsync(IReadOnlyList<Fare> fares, CancellationToken cancellationToken);
}

public sealed record Fare(int Zone, decimal Price);

public interface IFareTable
{
    ValueTask<IReadOnlyList<Fare>> CurrentAsync(CancellationToken cancellationToken);
}

public abstract class TickingService(TimeSpan period, ILogger logger) : BackgroundService
{
    private int _faults;

    protected abstract ValueTask TickAsync(CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD tick SHUT104
    {
        using var timer = new PeriodicTimer(period);
        while (true) //! HAZARD tick SHUT104
        {
            try
            {
                if (!await timer.WaitForNextTickAsync(stoppingToken)) return; //! HAZARD tick SHUT104
                await TickAsync(stoppingToken);
                _faults = 0;
            }
            catch (Exception e) when (Note(e)) //! HAZARD tick SHUT104
            {
                if (_faults > 100) logger.LogCritical("{Type} keeps failing", GetType().Name);
            }
        }
    }

    private bool Note(Exception exception) //! HAZARD tick SHUT104
    {
        _faults++;
        logger.LogError(exception, "Tick {Type}: fault {Number}", GetType().Name, _faults);
        return exception is not OutOfMemoryException;
    }
}

public sealed class FarePublisher(IFareTable table, IFareBoard board, ILogger<FarePublisher> logger)
    : TickingService(TimeSpan.FromSeconds(30), logger)
{
    protected override async ValueTask TickAsync(CancellationToken cancellationToken)
        => await board.PublishAsync(await table.CurrentAsync(cancellationToken), cancellationToken);
}

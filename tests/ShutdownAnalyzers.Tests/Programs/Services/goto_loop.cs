namespace Port.Pilots;

public interface IPilotBoard
{
    Task<string?> NextShipAsync(CancellationToken ct);
    Task<bool> TryAssignAsync(string ship, CancellationToken ct);
}

public class PilotAssignment : BackgroundService
{
    private readonly IPilotBoard _board;
    private readonly ILogger _logger;

    public PilotAssignment(IPilotBoard board, ILoggerFactory loggers)
    {
        _board = board;
        _logger = loggers.CreateLogger("Pilots");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string? ship;

    again:
        if (stoppingToken.IsCancellationRequested)
            goto done;

        ship = await _board.NextShipAsync(stoppingToken);
        if (ship is null)
        {
            await Task.Delay(TimeSpan.FromSeconds(4), stoppingToken);
            goto again;
        }

        for (var attempt = 0; attempt < 5; attempt++)
        {
            if (await _board.TryAssignAsync(ship, stoppingToken))
                goto again;

            await Task.Delay(TimeSpan.FromMilliseconds(500), stoppingToken);
        }

        _logger.LogWarning("No pilot for {Ship}", ship);
        goto again;

    done:
        return;
    }
}

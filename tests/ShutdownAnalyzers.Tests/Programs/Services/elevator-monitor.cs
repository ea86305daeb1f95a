namespace Building.Elevators;

public sealed record CarState(int Car, int Floor, bool DoorOpen);

public interface IElevatorBus
{
    Task<int> LoginAsync(string user, CancellationToken ct);
    Task<IReadOnlyList<CarState>> ReadAsync(int session, CancellationToken ct);
    Task LogoutAsync(int session, CancellationToken ct);
}

public interface IControlPanel
{
    void Update(CarState state);
}

public sealed class ElevatorMonitor(IElevatorBus bus, IControlPanel panel, ILogger<ElevatorMonitor> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var session = await bus.LoginAsync("monitor", stoppingToken);

        while (!stoppingToken.IsCancellationRequested)
        {
            await RefreshAsync(session, stoppingToken);
            await PauseAsync(TimeSpan.FromMilliseconds(700), stoppingToken);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        await bus.LogoutAsync(session, patience.Token);
    }

    private static async Task PauseAsync(TimeSpan time, CancellationToken stop)
        => await Task.Delay(time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task RefreshAsync(int session, CancellationToken stop)
    {
        try
        {
            foreach (var state in await bus.ReadAsync(session, stop))
                panel.Update(state);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            logger.LogDebug("Reading was interrupted");
        }
        catch (Exception ex)
        {
            logger.LogWarning(ex, "The elevator bus does not answer");
        }
    }
}

public interface IMaintenanceBook
{
    Task NoteAsync(int car, string text);
}

public sealed class DoorWatch(IElevatorBus bus, IMaintenanceBook book) : IHostedService
{
    private readonly CancellationTokenSource _end = new();
    private Task? _watch;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _watch = WatchAsync(_end.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _end.Cancel();
        if (_watch is null) return;

        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        giveUp.CancelAfter(TimeSpan.FromSeconds(4));
        try
        {
            await _watch.WaitAsync(giveUp.Token);
        }
        catch (Exception ex) when (ex is OperationCanceledException or IOException)
        {
            await book.NoteAsync(0, $"door watch ended: {ex.Message}").WaitAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WatchAsync(CancellationToken end)
    {
        var open = new Dictionary<int, DateTime>();
        while (!end.IsCancellationRequested)
        {
            foreach (var state in await bus.ReadAsync(0, end))
            {
                if (!state.DoorOpen) open.Remove(state.Car);
                else if (!open.TryAdd(state.Car, DateTime.UtcNow) && DateTime.UtcNow - open[state.Car] > TimeSpan.FromMinutes(5))
                    await book.NoteAsync(state.Car, $"door open since {open[state.Car]:t}");
            }

            await Task.Delay(TimeSpan.FromSeconds(5), end);
        }
    }
}

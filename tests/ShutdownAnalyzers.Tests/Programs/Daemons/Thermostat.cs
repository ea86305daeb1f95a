namespace Building.Climate;

public interface IRoom
{
    string Name { get; }
    double Temperature { get; }
    void Heat(bool on);
}

public sealed class Thermostat : IHostedLifecycleService, IAsyncDisposable
{
    private readonly IRoom[] _rooms;
    private readonly ILogger<Thermostat> _logger;
    private Timer? _timer;
    private int _busy;

    public Thermostat(IEnumerable<IRoom> rooms, ILogger<Thermostat> logger)
    {
        _rooms = rooms.ToArray();
        _logger = logger;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = new Timer(static state => ((Thermostat)state!).Regulate(), this, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _logger.LogInformation("{Count} rooms are regulated", _rooms.Length);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The timer runs until everybody else has stopped, on purpose.
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _timer, null) is not { } timer)
            return;

        try
        {
            await timer.DisposeAsync().AsTask().WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _logger.LogWarning("A regulation round is still going on");
        }

        foreach (var room in _rooms)
            room.Heat(false);
    }

    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _timer, null)?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Regulate()
    {
        if (Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
            return;

        try
        {
            foreach (var room in _rooms)
                room.Heat(room.Temperature < 19.5);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Regulation failed");
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }
}

/// <summary>The timer without a token in its wait: its disposal in StopAsync makes the wait return false.</summary>
public sealed class ClimateReport(IEnumerable<IRoom> rooms, ILogger<ClimateReport> logger) : IHostedService
{
    private readonly PeriodicTimer _tick = new(TimeSpan.FromMinutes(15));
    private Task _report = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _report = ReportAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _tick.Dispose();
        await Task.WhenAny(_report, Task.Delay(Timeout.Infinite, cancellationToken));
    }

    private async Task ReportAsync()
    {
        while (await _tick.WaitForNextTickAsync())
        {
            foreach (var room in rooms)
                logger.LogInformation("{Room}: {Temperature:F1}", room.Name, room.Temperature);
        }
    }
}

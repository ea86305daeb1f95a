namespace Datacentre.Climate;

public interface IAirConditioner
{
    Task<double> CelsiusAsync();
    Task CoolAsync(bool on);
}

public sealed class ServerRoomTimer : IHostedService, IAsyncDisposable
{
    private readonly IAirConditioner _conditioner;
    private readonly ILogger<ServerRoomTimer> _logger;
    private readonly Timer _timer;
    private readonly Lock _sync = new();
    private Task _tick = Task.CompletedTask;
    private bool _closed;

    public ServerRoomTimer(IAirConditioner conditioner, ILogger<ServerRoomTimer> logger)
    {
        _conditioner = conditioner;
        _logger = logger;
        _timer = new Timer(static s => ((ServerRoomTimer)s!).Tick(), this, Timeout.Infinite, Timeout.Infinite);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer.Change(TimeSpan.Zero, TimeSpan.FromSeconds(15));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task last;
        lock (_sync)
        {
            _closed = true;
            last = _tick;
        }

        await _timer.DisposeAsync();
        await Task.WhenAny(last, Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken));
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Tick()
    {
        lock (_sync)
        {
            if (_closed || !_tick.IsCompleted) return;
            _tick = RegulateAsync();
        }
    }

    private async Task RegulateAsync()
    {
        try
        {
            var celsius = await _conditioner.CelsiusAsync();
            if (celsius is > 24 or < 19) await _conditioner.CoolAsync(celsius > 24);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "The air conditioner does not answer");
        }
    }
}

namespace Hotel.Bells;

public interface IBellWire
{
    WaitHandle Rung { get; }
    int TakeFloor();
}

public interface IBellhops
{
    void Send(int floor);
}

public sealed class BellService : IHostedService, IDisposable
{
    private readonly IBellWire _wire;
    private readonly IBellhops _bellhops;
    private readonly ManualResetEvent _closing = new(false);
    private readonly Thread _thread;

    public BellService(IBellWire wire, IBellhops bellhops)
    {
        _wire = wire;
        _bellhops = bellhops;
        _thread = new Thread(Listen) { Name = "bells", IsBackground = true };
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _closing.Set();
        return _thread.IsAlive ? Task.Run(() => _thread.Join(TimeSpan.FromSeconds(5)), CancellationToken.None) : Task.CompletedTask;
    }

    public void Dispose() => _closing.Dispose();

    private void Listen()
    {
        WaitHandle[] handles = [_closing, _wire.Rung];
        while (true)
        {
            switch (WaitHandle.WaitAny(handles))
            {
                case 0:
                    return;
                case 1:
                    _bellhops.Send(_wire.TakeFloor());
                    break;
            }
        }
    }
}

public sealed class BellMonitor(IBellWire wire, ILogger<BellMonitor> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() =>
    {
        var rung = 0;
        while (WaitHandle.WaitAny([wire.Rung, stoppingToken.WaitHandle], TimeSpan.FromMinutes(30)) != 1)
        {
            if (++rung % 50 == 0) logger.LogInformation("{Rung} bells", rung);
        }
    }, CancellationToken.None);
}

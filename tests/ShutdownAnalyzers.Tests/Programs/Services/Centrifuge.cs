namespace Lab.Centrifuge;

public interface IRotor
{
    void SetSpeed(int rpm);
    int Speed { get; }
}

public sealed class CentrifugeControl : IHostedService, IDisposable
{
    private readonly ManualResetEventSlim _stop = new(false);
    private readonly IRotor _rotor;
    private readonly ILogger<CentrifugeControl> _logger;
    private Thread? _thread;

    public CentrifugeControl(IRotor rotor, ILogger<CentrifugeControl> logger)
    {
        _rotor = rotor;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _thread = new Thread(Regulate) { IsBackground = true, Name = "centrifuge" };
        _thread.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Set();
        if (_thread is { } thread && !thread.Join(TimeSpan.FromSeconds(2)))
            _logger.LogWarning("The rotor still turns");

        return Task.CompletedTask;
    }

    public void Dispose() => _stop.Dispose();

    private void Regulate()
    {
        var speed = 0;
        while (!_stop.Wait(TimeSpan.FromMilliseconds(50)))
        {
            speed = Math.Min(speed + 100, 12_000);
            if (_rotor.Speed != speed)
                _rotor.SetSpeed(speed);
        }

        _rotor.SetSpeed(0);
    }
}

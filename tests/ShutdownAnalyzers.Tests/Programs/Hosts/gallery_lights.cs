using System.Timers;
using Timer = System.Timers.Timer;

namespace Gallery.Lights;

public sealed record Lamp(int Id, string Room, int Lux);

public interface ILampBus
{
    void Set(Lamp lamp);
    Task AllOffAsync(CancellationToken ct);
}

public sealed class DaylightModel
{
    public int LuxAt(TimeOnly time) => time.Hour switch
    {
        < 6 or > 20 => 0,
        < 9 or > 17 => 80,
        _ => 150,
    };
}

public sealed class LightService : IHostedLifecycleService, IDisposable
{
    private readonly ILampBus _bus;
    private readonly DaylightModel _model;
    private readonly ILogger<LightService> _logger;
    private readonly Lamp[] _lamps;
    private readonly Lock _gate = new();
    private readonly Timer _timer;
    private bool _stopped;

    public LightService(ILampBus bus, DaylightModel model, IConfiguration configuration, ILogger<LightService> logger)
    {
        _bus = bus;
        _model = model;
        _logger = logger;
        _lamps = configuration.GetSection("Lamps").Get<Lamp[]>() ?? [];
        _timer = new Timer(TimeSpan.FromMinutes(1)) { AutoReset = true };
        _timer.Elapsed += OnElapsed;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer.Start();
        return Task.CompletedTask;
    }

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        Adjust(TimeOnly.FromDateTime(DateTime.Now));
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _stopped = true;
            _timer.Stop();
            _timer.Elapsed -= OnElapsed;
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _bus.AllOffAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        _logger.LogInformation("{Count} lamps are off", _lamps.Length);
        return Task.CompletedTask;
    }

    private void OnElapsed(object? sender, ElapsedEventArgs e) => Adjust(TimeOnly.FromDateTime(e.SignalTime));

    private void Adjust(TimeOnly time)
    {
        lock (_gate)
        {
            if (_stopped)
                return;

            foreach (var lamp in _lamps)
                _bus.Set(lamp with { Lux = _model.LuxAt(time) });
        }
    }

    public void Dispose() => _timer.Dispose();
}

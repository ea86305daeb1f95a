namespace Aquarium.Control;

public sealed record Tank(string Name, double TargetCelsius, double TargetPh);

public interface ITankBus
{
    Task<(double Celsius, double Ph)> ReadAsync(string tank, CancellationToken ct);
    Task HeatAsync(string tank, bool on, CancellationToken ct);
    Task<int> CalibrateAsync(string tank, CancellationToken ct);
}

public interface IFeederMotor
{
    Task TurnAsync(int portions, CancellationToken ct);
    Task<bool> RetractAsync();
}

public sealed class TankControl(IEnumerable<Tank> tanks, ITankBus bus, ILogger<TankControl> logger) : BackgroundService
{
    private readonly Dictionary<string, int> _offsets = [];

    public override Task StartAsync(CancellationToken cancellationToken) => CalibrateAllAsync(cancellationToken); //! HAZARD never-runs SHUT202

    private async Task CalibrateAllAsync(CancellationToken ct)
    {
        foreach (var tank in tanks)
        {
            _offsets[tank.Name] = await bus.CalibrateAsync(tank.Name, ct);
            logger.LogInformation("{Tank} calibrated: {Offset}", tank.Name, _offsets[tank.Name]);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var tank in tanks)
            {
                var (celsius, ph) = await bus.ReadAsync(tank.Name, stoppingToken);
                await bus.HeatAsync(tank.Name, celsius < tank.TargetCelsius, stoppingToken);
                if (Math.Abs(ph - tank.TargetPh) > 0.4)
                    logger.LogWarning("{Tank}: pH {Ph:F1}", tank.Name, ph);
            }
        }
    }
}

public sealed class Feeder : IHostedService
{
    private readonly IFeederMotor _motor;
    private readonly ILogger<Feeder> _logger;
    private readonly CancellationTokenSource _stop = new();
    private Task _feeding = Task.CompletedTask;

    public Feeder(IFeederMotor motor, ILogger<Feeder> logger)
    {
        _motor = motor;
        _logger = logger;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _feeding = FeedAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) //! HAZARD retract SHUT210
    {
        await _stop.CancelAsync();
        await _feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); //! HAZARD retract SHUT210
        await RetractAsync(); //! HAZARD retract SHUT210
    }

    private async Task FeedAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromHours(8), ct);
            await _motor.TurnAsync(2, ct);
        }
    }

    private async Task RetractAsync()
    {
        for (var attempt = 1; !await _motor.RetractAsync(); attempt++) //! HAZARD retract SHUT210
        {
            _logger.LogWarning("Feeder arm is stuck, attempt {Attempt}", attempt);
            await Task.Delay(TimeSpan.FromSeconds(3)); //! HAZARD retract SHUT210
        }
    }
}

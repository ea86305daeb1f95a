using System.Timers;

namespace Zoo.Aquarium;

public interface IPump
{
    int Rpm { get; set; }
}

public interface IThermometer
{
    double Celsius { get; }
}

public interface IKeeperPager
{
    void Page(string text);
}

public sealed class AquariumControl : IHostedService
{
    private readonly System.Timers.Timer _timer;
    private readonly IPump _pump;
    private readonly IThermometer _thermometer;
    private readonly IKeeperPager _pager;
    private int _cold;

    public AquariumControl(IPump pump, IThermometer thermometer, IKeeperPager pager, IConfiguration configuration)
    {
        _pump = pump;
        _thermometer = thermometer;
        _pager = pager;
        _timer = new System.Timers.Timer(configuration.GetValue("Aquarium:Seconds", 20) * 1000) { AutoReset = true }; //! HAZARD timer SHUT205
        _timer.Elapsed += Regulate; //! HAZARD timer SHUT205
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _pump.Rpm = 800;
        _timer.Start(); //! HAZARD timer SHUT205
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _pump.Rpm = 400;
        _pager.Page("Aquarium control is off, the pump runs slowly");
        return Task.CompletedTask;
    }

    private void Regulate(object? sender, ElapsedEventArgs e)
    {
        var celsius = _thermometer.Celsius;
        _pump.Rpm = celsius switch
        {
            < 20 => 1400,
            < 24 => 1000,
            _ => 700,
        };

        _cold = celsius < 20 ? _cold + 1 : 0;
        if (_cold == 15) _pager.Page($"{e.SignalTime:t}: water at {celsius:0.0} degrees");
    }
}

public interface IFeeder
{
    Task DispenseAsync(int grams);
    Task LockAsync();
}

public sealed class FeedingPlan(IFeeder feeder, TimeProvider clock) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _over = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = FeedAsync(_over.Token); //! HAZARD feeding SHUT209
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await _over.CancelAsync(); //! HAZARD feeding SHUT209

    public void Dispose() => _over.Dispose();

    private async Task FeedAsync(CancellationToken over)
    {
        try
        {
            while (!over.IsCancellationRequested)
            {
                if (clock.GetLocalNow().Hour is 8 or 18) await feeder.DispenseAsync(40);
                await Task.Delay(TimeSpan.FromHours(1), clock, over);
            }
        }
        finally
        {
            await feeder.LockAsync();
        }
    }
}

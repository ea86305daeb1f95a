namespace Greenhouse.Vents;

public interface IVentMotor
{
    double Opening { get; }
    void MoveTo(double opening);
}

public interface IClimate
{
    ValueTask<(double Inside, double Outside)> ReadAsync();
}

public sealed class VentRegulator(IVentMotor motor, IClimate climate, TimeProvider clock) : BackgroundService
{
    private double? _last;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) //! HAZARD quiet SHUT104 SHUT101
    {
        await Task.Yield();
        while (true) //! HAZARD quiet SHUT104 SHUT101
        {
            var (inside, outside) = await climate.ReadAsync();
            Regulate(inside, outside);
            await Task.Delay(Interval(), clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); //! HAZARD quiet SHUT104 SHUT101
        }
    }

    private TimeSpan Interval() => clock.GetLocalNow().Hour switch
    {
        < 6 or > 21 => TimeSpan.FromMinutes(20),
        _ => TimeSpan.FromMinutes(2),
    };

    private void Regulate(double inside, double outside)
    {
        var wanted = Math.Clamp((inside - 24) / 6 * (outside < inside ? 1 : 0), 0, 1);
        if (_last is { } last && Math.Abs(last - wanted) < 0.05) return;

        motor.MoveTo(wanted);
        _last = wanted;
    }
}

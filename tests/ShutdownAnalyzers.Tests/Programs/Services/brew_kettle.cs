namespace Brewery.Kettle;

public interface IKettle
{
    Task<double> CelsiusAsync();
    Task HeatAsync(int percent);
}

/// <summary>A token with manners: it knows how to rest and how to say that it is time.</summary>
public readonly struct Shift(CancellationToken token, TimeProvider clock)
{
    public bool Over => token.IsCancellationRequested;

    public async ValueTask<bool> RestAsync(TimeSpan time)
    {
        await Task.Delay(time, clock, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !Over;
    }

    public void Check() => token.ThrowIfCancellationRequested();
}

public abstract class ShiftWorker(TimeProvider clock) : BackgroundService
{
    protected abstract Task WorkAsync(Shift shift);

    protected sealed override Task ExecuteAsync(CancellationToken stoppingToken) => WorkAsync(new Shift(stoppingToken, clock));
}

public sealed class BrewKettle(IKettle kettle, TimeProvider clock) : ShiftWorker(clock)
{
    private static readonly (double Celsius, int Minutes)[] Rests = [(52, 15), (64, 40), (72, 20), (78, 5)];

    protected override async Task WorkAsync(Shift shift)
    {
        foreach (var (celsius, minutes) in Rests)
        {
            while (await kettle.CelsiusAsync() < celsius)
            {
                await kettle.HeatAsync(80);
                if (!await shift.RestAsync(TimeSpan.FromSeconds(10)))
                    break;
            }

            await kettle.HeatAsync(10);
            if (!await shift.RestAsync(TimeSpan.FromMinutes(minutes)))
                break;
        }

        await kettle.HeatAsync(0);
    }
}

public sealed class KettleWatch(IKettle kettle, TimeProvider clock, ILogger<KettleWatch> logger) : ShiftWorker(clock)
{
    protected override async Task WorkAsync(Shift shift)
    {
        while (true)
        {
            shift.Check();
            if (await kettle.CelsiusAsync() > 104)
                logger.LogCritical("It boils over");

            await shift.RestAsync(TimeSpan.FromSeconds(5));
        }
    }
}

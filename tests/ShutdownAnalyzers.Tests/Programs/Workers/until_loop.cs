namespace Tools.Until;

internal sealed class Repeater
{
    private readonly Func<bool> _goOn;
    private readonly Func<TimeSpan, Task> _sleep;

    public Repeater(Func<bool> goOn, Func<TimeSpan, Task> sleep) => (_goOn, _sleep) = (goOn, sleep);

    public static Repeater For(CancellationToken token) => new(
        () => !token.IsCancellationRequested,
        time => Task.Delay(time, token));

    public async Task EveryAsync(TimeSpan period, Func<Task> action)
    {
        while (_goOn())
        {
            await action();
            await _sleep(period);
        }
    }
}

public interface ICompost
{
    Task<double> TemperatureAsync();
    Task TurnAsync();
}

public sealed class CompostTurner(ICompost compost, ILogger<CompostTurner> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Repeater.For(stoppingToken).EveryAsync(TimeSpan.FromHours(2), CheckAsync);

    private async Task CheckAsync()
    {
        var temperature = await compost.TemperatureAsync();
        logger.LogInformation("{Temperature} degrees", temperature);
        if (temperature > 65) await compost.TurnAsync();
    }
}

namespace Almanac.Moon;

public interface IMoonDisplay
{
    void Show(double phase);
    void Clear();
}

public sealed class MoonPhase(IMoonDisplay display, TimeProvider clock) : BackgroundService
{
    private static readonly DateTimeOffset NewMoon = new(2000, 1, 6, 18, 14, 0, TimeSpan.Zero);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            display.Show((clock.GetUtcNow() - NewMoon).TotalDays / 29.53059 % 1);
            try
            {
                await Task.Delay(TimeSpan.FromMinutes(30), clock, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        display.Clear();
    }
}

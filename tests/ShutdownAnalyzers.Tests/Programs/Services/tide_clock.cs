namespace Coast.Clock;

public interface IClockFace
{
    void Draw(TimeOnly high, TimeOnly low);
    void Blank();
}

public interface IAlmanac
{
    (TimeOnly High, TimeOnly Low) For(DateOnly day);
}

internal sealed class TideClock(IClockFace face, IAlmanac almanac) : BackgroundService
{
    private readonly PeriodicTimer _minute = new(TimeSpan.FromMinutes(1));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // ends with false when StopAsync disposes the timer
        while (await _minute.WaitForNextTickAsync())
        {
            var (high, low) = almanac.For(DateOnly.FromDateTime(DateTime.Now));
            face.Draw(high, low);
        }

        face.Blank();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _minute.Dispose();
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _minute.Dispose();
        base.Dispose();
    }
}

internal sealed class AlmanacRefresh(HttpClient http, ILogger<AlmanacRefresh> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        do
        {
            try
            {
                using var response = await http.GetAsync("almanac", HttpCompletionOption.ResponseHeadersRead, stoppingToken);
                logger.LogInformation("Almanac: {Status}", response.StatusCode);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(ex, "No almanac today");
            }

            await Task.Delay(TimeSpan.FromDays(1), stoppingToken);
        }
        while (true);
    }
}

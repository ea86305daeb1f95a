using Microsoft.Extensions.Options;

namespace Fleet.Trailers;

public sealed record TrailerOptions
{
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(45);
    public int MaxBatch { get; init; } = 200;
}

public interface IPositionFeed
{
    Task<IReadOnlyList<TrailerFix>> LatestAsync(int max);
}

public readonly record struct TrailerFix(string Plate, double Lat, double Lon, DateTimeOffset At);

public sealed class TrailerBoard
{
    private readonly Dictionary<string, TrailerFix> _fixes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _gate = new();

    public void Put(TrailerFix fix)
    {
        lock (_gate)
        {
            if (!_fixes.TryGetValue(fix.Plate, out var known) || known.At < fix.At)
                _fixes[fix.Plate] = fix;
        }
    }
}

public sealed class TrailerTracker(IPositionFeed feed, TrailerBoard board, IOptions<TrailerOptions> options, ILogger<TrailerTracker> logger)
    : BackgroundService
{
    private readonly TrailerOptions _options = options.Value;
    private int _failures;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        logger.LogInformation("Tracking trailers every {Interval}", _options.Interval);
        await PumpAsync();
    }

    private async Task PumpAsync()
    {
        for (; ; ) //! HAZARD pump SHUT101
        {
            try
            {
                foreach (var fix in await feed.LatestAsync(_options.MaxBatch))
                    board.Put(fix);

                _failures = 0;
            }
            catch (IOException ex)
            {
                logger.LogWarning(ex, "Feed failed {Count} times", ++_failures);
            }

            await Task.Delay(_options.Interval * Math.Min(8, 1 + _failures)); //! HAZARD nap SHUT102
        }
    }
}

namespace Freight.Rates;

public interface IRateSource
{
    Task<RateSheet?> DownloadAsync(string lane, CancellationToken cancellationToken);
}

public sealed record RateSheet(string Lane, decimal PerKilogram, DateOnly ValidFrom);

internal static class Backoff
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public static Task WaitAsync(int attempt) //! HAZARD backoff SHUT102
    {
        var exponential = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(attempt, 12)));
        var jitter = TimeSpan.FromMilliseconds(Random.Shared.Next(250));
        return Task.Delay((exponential < Longest ? exponential : Longest) + jitter); //! HAZARD backoff SHUT102
    }
}

public sealed partial class RateRefresher(IRateSource source, ILogger<RateRefresher> logger) : BackgroundService
{
    private readonly Dictionary<string, RateSheet> _sheets = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string[] lanes = ["HAM-NYC", "RTM-SHA", "OSL-GDN"];
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var lane in lanes)
                await RefreshAsync(lane, stoppingToken);

            await Task.Delay(TimeSpan.FromHours(6), stoppingToken);
        }
    }

    private async Task RefreshAsync(string lane, CancellationToken ct)
    {
        for (var attempt = 0; !ct.IsCancellationRequested; attempt++)
        {
            if (await source.DownloadAsync(lane, ct) is { } sheet)
            {
                _sheets[lane] = sheet;
                return;
            }

            NoSheet(lane, attempt);
            await Backoff.WaitAsync(attempt); //! HAZARD backoff SHUT102
        }
    }

    private partial void NoSheet(string lane, int attempt);
}

public sealed partial class RateRefresher
{
    private partial void NoSheet(string lane, int attempt) => logger.LogInformation("No sheet for {Lane} yet ({Attempt})", lane, attempt);
}

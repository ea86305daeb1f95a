namespace Energy.Tariffs;

public readonly record struct Tariff(string Code, decimal PerKwh, DateOnly ValidFrom);

internal sealed record RefreshRun(string Region, Guid Id, CancellationToken Stop)
{
    public int Failures { get; set; }
    public bool MayContinue => !Stop.IsCancellationRequested;
}

internal static class RefreshRunExtensions
{
    private static readonly TimeSpan Ceiling = TimeSpan.FromMinutes(20);

    public static TimeSpan NextPause(this RefreshRun run, TimeSpan regular)
    {
        if (run.Failures == 0) return regular;
        var backoff = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(run.Failures, 10)));
        return backoff < Ceiling ? backoff : Ceiling;
    }

    public static async Task RestAsync(this RefreshRun run, TimeSpan regular)
    {
        var pause = run.NextPause(regular);
        var jitter = TimeSpan.FromMilliseconds(Random.Shared.Next(0, 750));
        await Task.Delay(pause + jitter); //! HAZARD rest SHUT102
    }
}

public interface ITariffStore
{
    Task ReplaceAsync(string region, IReadOnlyList<Tariff> tariffs, CancellationToken cancellationToken);
}

public sealed class TariffRefresh : BackgroundService
{
    private readonly IHttpClientFactory _http;
    private readonly ITariffStore _store;
    private readonly ILogger<TariffRefresh> _logger;
    private readonly string[] _regions;

    public TariffRefresh(IHttpClientFactory http, ITariffStore store, IConfiguration configuration, ILogger<TariffRefresh> logger)
    {
        _http = http;
        _store = store;
        _logger = logger;
        _regions = configuration.GetSection("Tariffs:Regions").Get<string[]>() ?? ["north", "south"];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        => await Task.WhenAll(_regions.Select(region => RefreshAsync(new RefreshRun(region, Guid.NewGuid(), stoppingToken))));

    private async Task RefreshAsync(RefreshRun run)
    {
        while (run.MayContinue)
        {
            try
            {
                using var client = _http.CreateClient("tariffs");
                var tariffs = await client.GetFromJsonAsync<List<Tariff>>($"v2/{run.Region}/current", run.Stop) ?? [];
                await _store.ReplaceAsync(run.Region, tariffs, run.Stop);
                run.Failures = 0;
            }
            catch (Exception ex) when (run.MayContinue)
            {
                run.Failures++;
                _logger.LogWarning(ex, "Run {Run}: no tariffs for {Region}", run.Id, run.Region);
            }

            await run.RestAsync(TimeSpan.FromMinutes(15)); //! HAZARD rest SHUT102
        }
    }
}

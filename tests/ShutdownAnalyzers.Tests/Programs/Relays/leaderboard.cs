using System.Collections.Immutable;
using System.Text.Json;

var builder = WebApplication.CreateBuilder(args);
var services = builder.Services;

services.AddHttpClient("regions", http => http.Timeout = TimeSpan.FromSeconds(5));
services.AddSingleton<Leaderboard>();
services.AddHostedService(sp => sp.GetRequiredService<Leaderboard>());
services.AddHostedService(sp => ActivatorUtilities.CreateInstance<RegionReader>(sp, "eu"));
services.AddSingleton<IHostedService>(sp => ActivatorUtilities.CreateInstance<RegionReader>(sp, "us"));
services.AddSingleton<IHostedService>(sp => ActivatorUtilities.CreateInstance<RegionReader>(sp, "asia"));

var app = builder.Build();
app.MapGet("/top/{count:int}", (int count, Leaderboard board) => board.Top(count));
app.MapPost("/scores", (Score score, Leaderboard board) =>
{
    board.Submit(score);
    return Results.Accepted();
});
app.Run();

public sealed record Score(string Player, long Points);

public sealed class Leaderboard(IConfiguration configuration, ILogger<Leaderboard> logger) : BackgroundService
{
    private readonly string _file = configuration["Leaderboard:File"] ?? "leaderboard.json";
    private ImmutableDictionary<string, long> _best = ImmutableDictionary<string, long>.Empty;
    private ImmutableDictionary<string, long> _saved = ImmutableDictionary<string, long>.Empty;

    public IEnumerable<Score> Top(int count) => _best.OrderByDescending(pair => pair.Value).Take(count).Select(pair => new Score(pair.Key, pair.Value));

    public void Submit(Score score)
        => ImmutableInterlocked.AddOrUpdate(ref _best, score.Player, score.Points, (_, old) => Math.Max(old, score.Points));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(20));
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TrySaveAsync(CancellationToken.None);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.LogDebug("No more periodic saves");
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await base.StopAsync(cancellationToken);
        }
        finally
        {
            await TrySaveAsync(cancellationToken);
        }
    }

    private async Task TrySaveAsync(CancellationToken cancellationToken)
    {
        var best = _best;
        if (ReferenceEquals(best, _saved)) return;

        try
        {
            await File.WriteAllTextAsync(_file + ".new", JsonSerializer.Serialize(best), cancellationToken);
            File.Move(_file + ".new", _file, overwrite: true);
            _saved = best;
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Leaderboard was not saved");
        }
    }
}

internal sealed class RegionReader(string region, IHttpClientFactory clients, IConfiguration configuration, Leaderboard board, ILogger<RegionReader> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var origin = configuration[$"Regions:{region}"];
        if (origin is null) return;

        do
        {
            try
            {
                using var http = clients.CreateClient("regions");
                foreach (var score in await http.GetFromJsonAsync<Score[]>($"{origin}/top/100", stoppingToken) ?? [])
                    board.Submit(score);
            }
            catch (Exception ex)
            {
                if (stoppingToken.IsCancellationRequested) break;
                logger.LogWarning(ex, "Region {Region} is not reachable", region);
            }
        }
        while (await RestAsync(stoppingToken));
    }

    private static async Task<bool> RestAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAny(Task.Delay(TimeSpan.FromMinutes(1), stoppingToken));
        return !stoppingToken.IsCancellationRequested;
    }
}

using System.Collections.Concurrent;

namespace Sport.Scores;

public sealed record Score(string Match, int Home, int Guest);

public interface IScoreFeed
{
    Task<Score> NextAsync(CancellationToken ct);
}

public sealed class ScoreKeeper(IScoreFeed feed, ILogger<ScoreKeeper> logger)
{
    private readonly ConcurrentDictionary<string, Score> _scores = new();

    public IEnumerable<Score> All => _scores.Values;

    public async Task KeepAsync(CancellationToken ct)
    {
        var received = 0;
        for (; !ct.IsCancellationRequested; received++)
        {
            var score = await feed.NextAsync(ct);
            _scores[score.Match] = score;
            if (received % 500 == 0) logger.LogInformation("{Count} matches, {Received} scores", _scores.Count, received);
        }
    }
}

internal sealed class ScoreKeeperHost(ScoreKeeper keeper, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(() => started.TrySetResult());

        await started.Task.WaitAsync(stoppingToken);
        await keeper.KeepAsync(stoppingToken);
    }
}

public static class ScoreModule
{
    public static IServiceCollection AddScores<TFeed>(this IServiceCollection services) where TFeed : class, IScoreFeed
    {
        services.AddSingleton<IScoreFeed, TFeed>();
        services.AddSingleton<ScoreKeeper>();
        services.AddHostedService<ScoreKeeperHost>();
        return services;
    }

    public static void MapScores(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/scores", (ScoreKeeper keeper) => keeper.All);
        endpoints.MapGet("/scores/{match}", (string match, ScoreKeeper keeper)
            => keeper.All.FirstOrDefault(s => s.Match == match) is { } score ? Results.Ok(score) : Results.NotFound());
    }
}

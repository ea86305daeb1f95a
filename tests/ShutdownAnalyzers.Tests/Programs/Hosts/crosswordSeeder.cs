namespace Puzzles.Crosswords;

public sealed record Clue(int Number, string Text, string Answer);

public interface IClueStore
{
    Task<bool> IsReachableAsync(CancellationToken ct);
    Task<int> CountAsync(CancellationToken ct);
    Task AddAsync(IReadOnlyCollection<Clue> clues, CancellationToken ct);
}

public sealed class ClueSeeder : IHostedService
{
    private readonly IClueStore _store;
    private readonly ILogger<ClueSeeder> _logger;
    private readonly TaskCompletionSource _seeded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ClueSeeder(IClueStore store, ILogger<ClueSeeder> logger)
    {
        _store = store;
        _logger = logger;
    }

    public Task Seeded => _seeded.Task;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; !await _store.IsReachableAsync(cancellationToken); attempt++)
        {
            if (attempt == 10)
                throw new InvalidOperationException("The clue store is not reachable");

            await Task.Delay(TimeSpan.FromSeconds(Math.Min(30, 1 << attempt)), cancellationToken);
        }

        if (await _store.CountAsync(cancellationToken) == 0)
        {
            await Task.Run(() => SeedAsync(cancellationToken), cancellationToken);
            _logger.LogInformation("Clues seeded");
        }

        _seeded.TrySetResult();
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _seeded.TrySetCanceled(CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task SeedAsync(CancellationToken ct)
    {
        foreach (var chunk in Enumerable.Range(1, 5000).Select(n => new Clue(n, $"Clue {n}", $"ANSWER{n}")).Chunk(250))
            await _store.AddAsync(chunk, ct);
    }
}

public sealed class DailyPuzzle(ClueSeeder seeder, IClueStore store, ILogger<DailyPuzzle> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await seeder.Seeded.WaitAsync(stoppingToken);
        using var daily = new PeriodicTimer(TimeSpan.FromDays(1));
        do
        {
            logger.LogInformation("Today's puzzle uses {Count} clues", await store.CountAsync(stoppingToken));
        }
        while (await daily.WaitForNextTickAsync(stoppingToken));
    }
}

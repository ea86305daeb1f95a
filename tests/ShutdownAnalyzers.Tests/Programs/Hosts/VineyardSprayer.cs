namespace Vineyard;

public readonly record struct Row(int Block, int Number);

public interface ISprayer
{
    IAsyncEnumerable<Row> DueRowsAsync(CancellationToken ct);
    Task SprayAsync(Row row, CancellationToken ct);
    Task RinseAsync();
}

public sealed class SprayScheduler(ISprayer sprayer, TimeProvider clock, ILogger<SprayScheduler> logger) : BackgroundService
{
    private readonly ParallelOptions _parallel = new() { MaxDegreeOfParallelism = 3 };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _parallel.CancellationToken = stoppingToken;
        try
        {
            for (;;)
            {
                await NextMorningAsync(stoppingToken);
                await Parallel.ForEachAsync(sprayer.DueRowsAsync(stoppingToken), _parallel, SprayOneAsync);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.LogInformation("Spraying interrupted");
        }
        finally
        {
            await sprayer.RinseAsync();
        }
    }

    private async ValueTask SprayOneAsync(Row row, CancellationToken ct)
    {
        try
        {
            await sprayer.SprayAsync(row, ct);
        }
        catch (TimeoutException ex)
        {
            logger.LogWarning(ex, "Row {Block}/{Number} skipped", row.Block, row.Number);
        }
    }

    private Task NextMorningAsync(CancellationToken ct)
    {
        var now = clock.GetLocalNow();
        var morning = now.Date.AddDays(now.Hour < 5 ? 0 : 1).AddHours(5);
        return Task.Delay(morning - now.DateTime, clock, ct);
    }
}

public sealed class RainGuard : BackgroundService
{
    private readonly SemaphoreSlim _rain = new(0);

    public void Report() => _rain.Release();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var drops = 0;
        while (true)
        {
            if (await _rain.WaitAsync(TimeSpan.FromMinutes(10), stoppingToken))
                drops++;
            else
                drops = 0;
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _rain.Dispose();
    }
}

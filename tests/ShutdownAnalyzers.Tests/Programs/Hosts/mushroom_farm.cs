namespace Mushrooms.Farm;

public sealed record Bed(int Number, string Kind, double Co2);

public interface IBedSensors
{
    Task<IReadOnlyList<Bed>> ReadAsync(CancellationToken ct);
}

public interface IFans
{
    Task SetAsync(int bed, int percent, CancellationToken ct);
    Task SafeAsync(CancellationToken ct);
}

public interface IHarvestBook : IAsyncDisposable
{
    Task AppendAsync(Bed bed, CancellationToken ct);
    Task CommitAsync(CancellationToken ct);
}

public sealed class ClimateService(IBedSensors sensors, IFans fans, Func<IHarvestBook> openBook, ILogger<ClimateService> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var book = openBook();
        try
        {
            await ControlAsync(book, stoppingToken);
        }
        finally
        {
            await LeaveSafelyAsync(book);
        }
    }

    private async Task ControlAsync(IHarvestBook book, CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var bed in await sensors.ReadAsync(stoppingToken))
                {
                    await fans.SetAsync(bed.Number, bed.Co2 > 1200 ? 80 : 20, stoppingToken);
                    await book.AppendAsync(bed, stoppingToken);
                }

                failures = 0;
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                failures++;
                logger.LogError(ex, "Round failed {Times} times", failures);
                if (failures > 20)
                    throw;
            }

            await Task.Delay(TimeSpan.FromSeconds(10 * (failures + 1)), stoppingToken);
        }
    }

    private async Task LeaveSafelyAsync(IHarvestBook book)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(6));
        try
        {
            await Task.WhenAll(fans.SafeAsync(limit.Token), book.CommitAsync(limit.Token));
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Farm was not left in order");
        }
    }
}

public sealed class SporeCounter(IBedSensors sensors, ILogger<SporeCounter> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await ReadAsync(stoppingToken) is { } count)
        {
            logger.LogDebug("{Count} beds", count);
            await Task.Delay(TimeSpan.FromHours(1), stoppingToken);
        }
    }

    private async Task<int?> ReadAsync(CancellationToken ct)
    {
        try
        {
            return (await sensors.ReadAsync(ct)).Count;
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            return null;
        }
    }
}

namespace Farm.Beehive;

public interface IHiveScale
{
    ValueTask<double> ReadAsync(CancellationToken ct);
}

public interface IHoneyLog
{
    Task AppendAsync(double kilograms, CancellationToken ct);
    Task CompactAsync(CancellationToken ct);
}

public sealed class HiveService(IHiveScale scale, IHoneyLog log, ILogger<HiveService> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        return Task.WhenAll(
            EveryAsync(TimeSpan.FromMinutes(5), async ct => await log.AppendAsync(await scale.ReadAsync(ct), ct)),
            EveryAsync(TimeSpan.FromHours(12), log.CompactAsync));

        async Task EveryAsync(TimeSpan interval, Func<CancellationToken, Task> action)
        {
            using var timer = new PeriodicTimer(interval);
            while (true)
            {
                try
                {
                    await action(stoppingToken);
                }
                catch (Exception ex)
                {
                    if (stoppingToken.IsCancellationRequested)
                        throw;

                    logger.LogError(ex, "The hive cannot be weighed");
                }

                if (!await timer.WaitForNextTickAsync(stoppingToken))
                    return;
            }
        }
    }
}

public sealed class SwarmAlarm(IHiveScale scale, ILogger<SwarmAlarm> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var last = double.NaN;
        while (true)
        {
            try
            {
                var now = await scale.ReadAsync(stoppingToken);
                if (last - now > 1.5)
                    logger.LogWarning("The bees swarm");

                last = now;
            }
            catch (Exception ex) when (ex is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(ex, "No weight");
            }

            await Task.Delay(TimeSpan.FromSeconds(45), stoppingToken);
        }
    }
}

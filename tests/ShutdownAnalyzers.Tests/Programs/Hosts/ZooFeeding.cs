namespace Zoo.Feeding;

public sealed record Enclosure(string Name, string[] Species, TimeOnly FeedAt);

public interface IEnclosures
{
    Task<IReadOnlyList<Enclosure>> DueAsync(TimeOnly now, CancellationToken ct);
}

public interface IHatch
{
    Task<bool> TryOpenAsync(string enclosure, CancellationToken ct);
    Task CloseAsync(string enclosure);
}

public static class Retry
{
    public static async Task<bool> UntilTrueAsync(Func<CancellationToken, Task<bool>> action, int attempts, TimeSpan pause, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await action(ct))
                return true;

            if (attempt == attempts)
                return false;

            await Task.Delay(pause, ct);
        }
    }
}

public sealed class FeedingService(IEnclosures enclosures, IHatch hatch, TimeProvider time, ILogger<FeedingService> logger) : BackgroundService
{
    private TimeOnly Now => TimeOnly.FromDateTime(time.GetLocalNow().DateTime);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var everyMinute = new PeriodicTimer(TimeSpan.FromMinutes(1), time);
        for (;;)
        {
            if (!await everyMinute.WaitForNextTickAsync(stoppingToken))
                return;

            var due = await enclosures.DueAsync(Now, stoppingToken);
            var options = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = stoppingToken };
            await Parallel.ForEachAsync(due, options, FeedAsync);
        }
    }

    private async ValueTask FeedAsync(Enclosure enclosure, CancellationToken ct)
    {
        var opened = await Retry.UntilTrueAsync(t => hatch.TryOpenAsync(enclosure.Name, t), 5, TimeSpan.FromSeconds(3), ct);
        if (!opened)
        {
            logger.LogError("The hatch of {Enclosure} is stuck", enclosure.Name);
            return;
        }

        try
        {
            await Task.Delay(TimeSpan.FromSeconds(40), time, ct);
        }
        finally
        {
            await hatch.CloseAsync(enclosure.Name);
        }

        logger.LogInformation("{Species} fed", string.Join(", ", enclosure.Species));
    }
}

public static class ZooServices
{
    extension(IServiceCollection services)
    {
        public IServiceCollection AddFeeding<TEnclosures, THatch>()
            where TEnclosures : class, IEnclosures
            where THatch : class, IHatch
        {
            services.AddSingleton(TimeProvider.System);
            services.AddSingleton<IEnclosures, TEnclosures>();
            services.AddSingleton<IHatch, THatch>();
            return services.AddHostedService<FeedingService>();
        }
    }
}
